package io.github.blemore.head;

import io.github.blemore.ModelException;
import io.github.blemore.fusion.internal.FittedFile;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The numbers of a head, float32, all finite, under the names of the BLEMORE baseline: {@code
 * fc.0.weight} {@code [6, dimension]} and {@code fc.0.bias} {@code [6]} of a linear head; {@code
 * [hidden, dimension]} and {@code [hidden]} of one with a hidden layer, followed by {@code
 * fc.2.weight} {@code [6, hidden]} and {@code fc.2.bias} {@code [6]}.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class HeadWeights {

  private final HeadShape shape;
  private final float[] values;

  HeadWeights(HeadShape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /** Uniform in ±1/sqrt(inputs) of each layer, weights and biases, as PyTorch's {@code Linear}. */
  static HeadWeights random(HeadShape shape, SplittableRandom random) {
    float[] values = new float[shape.size()];
    for (HeadShape.Part part : shape.parts()) {
      double bound = 1 / Math.sqrt(part.inputs());
      for (int i = part.from(); i < part.to(); i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    }
    return new HeadWeights(shape, values);
  }

  /**
   * Reads them from a file of this library or of the baseline.
   *
   * @throws ModelException if a tensor is missing, has another shape than its place demands, holds
   *     NaN or infinity, or is one of a third layer
   */
  public static HeadWeights read(SafeTensors file) {
    HeadShape shape = shape(file);
    List<String> expected = shape.parts().stream().map(HeadShape.Part::name).toList();
    for (String name : file.names()) {
      if (name.startsWith("fc.") && !expected.contains(name)) {
        throw new ModelException(
            "%s: tensor %s is not of a head with at most one hidden layer".formatted(file, name));
      }
    }
    float[] values = new float[shape.size()];
    for (HeadShape.Part part : shape.parts()) {
      float[] numbers = FittedFile.floats(file, part.name(), part.shape());
      System.arraycopy(numbers, 0, values, part.from(), numbers.length);
    }
    return new HeadWeights(shape, values);
  }

  private static HeadShape shape(SafeTensors file) {
    Tensor first = file.get("fc.0.weight");
    long[] lengths = first.shape();
    boolean linear = !file.names().contains("fc.2.weight");
    if (lengths.length != 2
        || lengths[0] < 1
        || lengths[1] < 1
        || lengths[0] > Integer.MAX_VALUE
        || lengths[1] > Integer.MAX_VALUE) {
      throw new ModelException("%s: tensor %s must be [outputs, inputs]".formatted(file, first));
    }
    return new HeadShape((int) lengths[1], linear ? 0 : (int) lengths[0]);
  }

  void addTo(SafeTensorsWriter file) {
    for (HeadShape.Part part : shape.parts()) {
      file.add(part.name(), Arrays.copyOfRange(values, part.from(), part.to()), part.shape());
    }
  }

  /** Values per window the head takes. */
  public int dimension() {
    return shape.dimension();
  }

  /** Copies of the tensors by name, in the order of the layers. */
  public Map<String, float[]> tensors() {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (HeadShape.Part part : shape.parts()) {
      tensors.put(part.name(), Arrays.copyOfRange(values, part.from(), part.to()));
    }
    return Collections.unmodifiableMap(tensors);
  }

  HeadShape shape() {
    return shape;
  }

  /** All numbers in the order of {@link HeadShape}, for reading only. */
  float[] values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeadWeights that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  /** Such as {@code MLP-512 of 5000 features}. */
  @Override
  public String toString() {
    return "%s of %d features".formatted(shape, shape.dimension());
  }
}
