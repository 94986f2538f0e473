package io.github.blemore.madeup;

import io.github.blemore.madeup.PlannedTensor.Filling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the tensors of a model. Matrices get a deviation of one over the square root of how many
 * values they sum up, so that what leaves a layer is as large as what enters it; what is added gets
 * 0.02, as in the originals' initialization; norms change nothing.
 */
final class TensorPlan {

  private static final double ADDED_DEVIATION = 0.02;

  private final List<PlannedTensor> tensors = new ArrayList<>();

  List<PlannedTensor> tensors() {
    return List.copyOf(tensors);
  }

  /** A matrix {@code [outputs, inputs]} with a bias. */
  void linear(String name, int outputs, int inputs) {
    matrix(name + ".weight", outputs, inputs);
    added(name + ".bias", outputs);
  }

  /** A matrix {@code [outputs, inputs]}. */
  void matrix(String name, int outputs, int inputs) {
    noise(name, 1 / Math.sqrt(inputs), outputs, inputs);
  }

  /** A convolution's kernel; every axis but the first is summed over. */
  void kernel(String name, double gain, Integer... shape) {
    int summed = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    noise(name, gain / Math.sqrt(summed), shape);
  }

  /** Something that is added: a bias, positions, a token. */
  void added(String name, Integer... shape) {
    noise(name, ADDED_DEVIATION, shape);
  }

  /** A layer norm. */
  void norm(String name, int width) {
    constant(name + ".weight", 1, width);
    constant(name + ".bias", 0, width);
  }

  void constant(String name, double value, Integer... shape) {
    add(name, new Filling.Constant((float) value), shape);
  }

  void indices(String name, Integer... shape) {
    add(name, new Filling.Indices(), shape);
  }

  private void noise(String name, double deviation, Integer... shape) {
    add(name, new Filling.Noise(deviation), shape);
  }

  private void add(String name, Filling filling, Integer... shape) {
    tensors.add(new PlannedTensor(name, List.of(shape), filling));
  }
}
