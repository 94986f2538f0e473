package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Weights;

/**
 * Weight normalization (arXiv:1602.07868, equation 2) of a convolution's kernel, a length and a
 * direction for each tap. Length and direction are the parameters; the kernel is composed of them.
 *
 * @param length g, {@code [1, 1, taps]}
 * @param direction v, {@code [outputs, inputs / groups, taps]}
 */
record WeightNorm(NDArray length, NDArray direction) {

  /** Under the names PyTorch gives them: those since 2.1 if they are there, else the older ones. */
  static WeightNorm of(Weights weights, String name, long outputs, long inputs, long taps) {
    String since21 = name + ".parametrizations.weight.original";
    boolean isNew = weights.has(since21 + "0");
    return new WeightNorm(
        weights.vector(isNew ? since21 + "0" : name + ".weight_g", 1, 1, taps),
        weights.vector(isNew ? since21 + "1" : name + ".weight_v", outputs, inputs, taps));
  }

  /**
   * The kernel, {@code g v / |v|}, the norm over outputs and inputs. Gradients pass through.
   *
   * @return float32 {@code [outputs, inputs / groups, taps]}
   */
  NDArray kernel() {
    return Scopes.scoped(
        () -> {
          NDArray norm = direction.square().sum(new int[] {0, 1}, true).sqrt();
          return direction.mul(length.div(norm));
        });
  }
}
