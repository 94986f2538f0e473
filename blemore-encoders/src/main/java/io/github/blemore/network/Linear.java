package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code x W^T + b} over the last axis.
 *
 * @param weight {@code [outputs, inputs]}
 * @param bias {@code [outputs]}, or none
 * @param toPrecision brings an input to the precision of the weight
 */
public record Linear(NDArray weight, @Nullable NDArray bias, UnaryOperator<NDArray> toPrecision) {

  /** {@code name.weight} and {@code name.bias}. */
  public static Linear of(Weights weights, String name, long inputs, long outputs) {
    return new Linear(
        weights.matrix(name + ".weight", outputs, inputs),
        weights.matrix(name + ".bias", outputs),
        weights::toPrecision);
  }

  /** {@code name.weight} alone. */
  public static Linear withoutBias(Weights weights, String name, long inputs, long outputs) {
    return new Linear(
        weights.matrix(name + ".weight", outputs, inputs), null, weights::toPrecision);
  }

  /** {@code name.weight} and {@code name.bias} in float32, whatever the network's precision. */
  public static Linear inFloat32(Weights weights, String name, long inputs, long outputs) {
    return new Linear(
        weights.vector(name + ".weight", outputs, inputs),
        weights.vector(name + ".bias", outputs),
        UnaryOperator.identity());
  }

  /**
   * Applies it, in the precision of the weight.
   *
   * @param x {@code [..., inputs]}
   * @return {@code [..., outputs]}
   */
  public NDArray apply(NDArray x) {
    return ai.djl.nn.core.Linear.linear(toPrecision.apply(x), weight, bias).singletonOrThrow();
  }
}
