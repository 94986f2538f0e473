package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;

/** The layers of a transformer, one after the other. */
public final class Layers {

  private Layers() {}

  /**
   * Runs all layers. No more than two hidden states are held at a time.
   *
   * @param x what enters the first layer: freed
   * @param taps sees it as hidden state 0, and each layer's output
   * @return the last layer's output
   */
  public static NDArray run(NDArray x, List<? extends UnaryOperator<NDArray>> layers, Taps taps) {
    taps.hiddenState(0, x);
    NDArray state = x;
    for (int i = 0; i < layers.size(); i++) {
      NDArray next = layers.get(i).apply(state);
      state.close();
      state = next;
      taps.hiddenState(i + 1, state);
    }
    return state;
  }
}
