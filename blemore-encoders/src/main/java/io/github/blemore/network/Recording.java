package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.blemore.npy.NpyArray;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Copies all a network offers: to compare it with the original. Not safe for several threads. */
public final class Recording implements Taps {

  private final Map<Integer, NpyArray> hiddenStates = new TreeMap<>();
  private final Map<String, NpyArray> values = new TreeMap<>();

  @Override
  public void hiddenState(int index, NDArray state) {
    hiddenStates.put(index, copy(state));
  }

  @Override
  public void value(String name, NDArray value) {
    values.put(name, copy(value));
  }

  private static NpyArray copy(NDArray array) {
    int[] shape = Arrays.stream(array.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
    try (NDArray floats = array.toType(DataType.FLOAT32, true)) {
      return NpyArray.ofFloats(floats.toFloatArray(), shape);
    }
  }

  /** Index to hidden state, float32 {@code [batch, tokens, width]}. */
  public Map<Integer, NpyArray> hiddenStates() {
    return new TreeMap<>(hiddenStates);
  }

  /** Name to value, all as float32. */
  public Map<String, NpyArray> values() {
    return new TreeMap<>(values);
  }
}
