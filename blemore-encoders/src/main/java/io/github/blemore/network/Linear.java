package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * {@code x W^T + b} over the last axis.
 *
 * @param weight {@code [outputs, inputs]}
 * @param bias {@code [outputs]}, or none
 * @param casts in which numbers
 */
public record Linear(NDArray weight, @Nullable NDArray bias, Casts casts) {

  /** {@code name.weight} and {@code name.bias}. */
  public static Linear of(Weights weights, String name, long inputs, long outputs) {
    return new Linear(
        weights.matrix(name + ".weight", outputs, inputs),
        weights.matrix(name + ".bias", outputs),
        weights.casts());
  }

  /** {@code name.weight} alone. */
  public static Linear withoutBias(Weights weights, String name, long inputs, long outputs) {
    return new Linear(weights.matrix(name + ".weight", outputs, inputs), null, weights.casts());
  }

  /** {@code name.weight} and {@code name.bias} in float32, whatever the network's precision. */
  public static Linear inFloat32(Weights weights, String name, long inputs, long outputs) {
    return new Linear(
        weights.vector(name + ".weight", outputs, inputs),
        weights.vector(name + ".bias", outputs),
        Casts.NONE);
  }

  /**
   * Applies it.
   *
   * @param x {@code [..., inputs]}
   * @return {@code [..., outputs]}
   */
  public NDArray apply(NDArray x) {
    return ai.djl.nn.core.Linear.linear(
            casts.input().apply(x),
            casts.weight().apply(weight),
            bias == null ? null : casts.weight().apply(bias))
        .singletonOrThrow();
  }
}
