package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import io.github.blemore.network.Functions;
import io.github.blemore.network.Weights;
import java.util.function.UnaryOperator;

/**
 * Normalization of each channel over time (group norm, arXiv:1803.08494, with as many groups as
 * channels), in float32. All frames count, also those of padding: so a padded clip has other
 * features than the same clip alone.
 *
 * @param weight {@code [channels]}
 * @param bias {@code [channels]}
 * @param eps added to the population variance
 * @param functions where it is computed
 */
record ChannelNorm(NDArray weight, NDArray bias, double eps, Functions functions)
    implements UnaryOperator<NDArray> {

  static ChannelNorm of(Weights weights, String name, long channels, double eps) {
    return new ChannelNorm(
        weights.vector(name + ".weight", channels),
        weights.vector(name + ".bias", channels),
        eps,
        weights.functions());
  }

  /**
   * Applies it.
   *
   * @param x float32 {@code [batch, channels, frames]}
   */
  @Override
  public NDArray apply(NDArray x) {
    return functions.channelNorm(x, weight, bias, eps);
  }
}
