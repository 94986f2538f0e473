package io.github.blemore.network;

import ai.djl.ndarray.NDArray;

/**
 * Normalization over the last axis, in float32.
 *
 * @param weight {@code [width]}
 * @param bias {@code [width]}
 * @param eps added to the variance
 */
public record LayerNorm(NDArray weight, NDArray bias, double eps) {

  /** {@code name.weight} and {@code name.bias}. */
  public static LayerNorm of(Weights weights, String name, long width, double eps) {
    return new LayerNorm(
        weights.vector(name + ".weight", width), weights.vector(name + ".bias", width), eps);
  }

  /**
   * Applies it.
   *
   * @param x {@code [..., width]}
   */
  public NDArray apply(NDArray x) {
    return ai.djl.nn.norm.LayerNorm.layerNorm(x, weight.getShape(), weight, bias, (float) eps)
        .singletonOrThrow();
  }
}
