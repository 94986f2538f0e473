package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Activation;
import io.github.blemore.network.Casts;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Weights;
import java.util.function.Supplier;

/**
 * Relative positions by a grouped convolution over frames (arXiv:2006.11477, section 2), to be
 * added to its input. Always in float32: in bf16, grouped convolutions of 32 and of 128 taps gave
 * wrong numbers (PyTorch 2.7.1 on a processor with AMX).
 *
 * @param kernel gives {@code [width, width / groups, taps]}: composed once, or in each pass, to
 *     train what it is composed of
 * @param bias {@code [width]}
 * @param groups of channels that do not see each other
 * @param activation after it
 */
record PositionalConvolution(
    Supplier<NDArray> kernel, NDArray bias, int groups, Activation activation) {

  static PositionalConvolution of(Weights weights, String name, int width) {
    Config config = weights.checkpoint().config();
    int taps = config.count("num_conv_pos_embeddings", 128);
    int groups = config.count("num_conv_pos_embedding_groups", 16);
    if (width % groups != 0) {
      throw config.wrong(
          "num_conv_pos_embedding_groups", groups, "a divisor of hidden_size " + width);
    }
    WeightNorm norm = WeightNorm.of(weights, name, width, width / groups, taps);
    return new PositionalConvolution(
        kernel(weights, norm),
        weights.vector(name + ".bias", width),
        groups,
        Activation.of(config, "feat_extract_activation"));
  }

  private static Supplier<NDArray> kernel(Weights weights, WeightNorm norm) {
    if (weights.isTrainable()) {
      return norm::kernel;
    }
    NDArray composed = norm.kernel();
    return () -> composed;
  }

  /**
   * The positions of frames. An even number of taps makes one frame too many: the last is dropped.
   *
   * @param x float32 {@code [batch, frames, width]}
   * @return float32 {@code [batch, frames, width]}
   */
  NDArray apply(NDArray x) {
    return Scopes.scoped(
        () -> {
          NDArray taps = kernel.get();
          int half = (int) taps.getShape().get(2) / 2;
          NDArray convolved =
              new Convolution(taps, bias, Casts.NONE, 1, half, groups).apply(x.transpose(0, 2, 1));
          NDArray same = convolved.get(":, :, :" + x.getShape().get(1));
          return activation.apply(same).transpose(0, 2, 1);
        });
  }
}
