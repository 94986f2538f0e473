package io.github.blemore.gate;

import io.github.blemore.fusion.internal.FittedFile;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The numbers of a gated fusion, float32, in the order of {@link GateShape#parts}.
 *
 * <p>Immutable, safe to share between threads.
 */
final class GateWeights {

  private final GateShape shape;
  private final List<float[]> tensors;

  GateWeights(GateShape shape, List<float[]> tensors) {
    this.shape = shape;
    this.tensors = List.copyOf(tensors);
  }

  /**
   * Uniform in ±1/sqrt(inputs) of each layer, as PyTorch's {@code Linear}; the normalization starts
   * as its {@code LayerNorm}, the projections' biases at zero.
   */
  static GateWeights random(GateShape shape, SplittableRandom random) {
    List<float[]> tensors = new ArrayList<>();
    for (GateShape.Part part : shape.parts()) {
      float[] values = new float[part.size()];
      if (part.isGain()) {
        Arrays.fill(values, 1);
      } else if (part.fanIn() > 0) {
        double bound = 1 / Math.sqrt(part.fanIn());
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
      }
      tensors.add(values);
    }
    return new GateWeights(shape, tensors);
  }

  static GateWeights read(GateShape shape, SafeTensors file) {
    List<float[]> tensors = new ArrayList<>();
    for (GateShape.Part part : shape.parts()) {
      tensors.add(FittedFile.floats(file, part.name(), part.lengths()));
    }
    return new GateWeights(shape, tensors);
  }

  void addTo(SafeTensorsWriter file) {
    List<GateShape.Part> parts = shape.parts();
    for (int i = 0; i < parts.size(); i++) {
      file.add(parts.get(i).name(), tensors.get(i), parts.get(i).lengths());
    }
  }

  GateShape shape() {
    return shape;
  }

  /** All tensors, for reading only. */
  List<float[]> tensors() {
    return tensors;
  }

  /** The projection of one encoder, {@code [dimension, inputs]}, for reading only. */
  float[] projection(int encoder) {
    return tensors.get(encoder);
  }

  /** One of the tensors that follow the projections, for reading only. */
  float[] common(int place) {
    return tensors.get(shape.encoders() + place);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GateWeights that
        && shape.equals(that.shape)
        && Arrays.deepEquals(tensors.toArray(), that.tensors.toArray());
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.deepHashCode(tensors.toArray());
  }
}
