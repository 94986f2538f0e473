package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Activation;
import io.github.blemore.network.Casts;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Layers;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The convolutions from a waveform to frames of features (arXiv:2006.11477, section 2, and its
 * appendix for the large models). Either the first layer is normalized for each channel over time
 * ({@code feat_extract_norm} {@code group}), or each layer for each frame over channels ({@code
 * layer}). The first convolution, on the waveform, and all norms compute in float32, the other
 * convolutions in the network's precision.
 *
 * @param layers each from {@code [batch, inputs, frames]} to {@code [batch, outputs, frames]}
 * @param toFloat32 brings features to float32
 */
record FeatureExtractor(List<UnaryOperator<NDArray>> layers, UnaryOperator<NDArray> toFloat32) {

  /** The original's norms here do not take the config's {@code layer_norm_eps}. */
  private static final double EPS = 1e-5;

  static FeatureExtractor of(Weights weights, FrameGrid grid) {
    Config config = weights.checkpoint().config();
    List<Integer> channels = channels(config, grid);
    boolean group = isGroup(config);
    Activation activation = Activation.of(config, "feat_extract_activation");
    List<UnaryOperator<NDArray>> layers = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      String name = "feature_extractor.conv_layers.%d.".formatted(i);
      Convolution convolution = convolution(weights, name + "conv", grid, channels, i);
      UnaryOperator<NDArray> norm = norm(weights, name + "layer_norm", group, i, channels.get(i));
      layers.add(x -> Scopes.scoped(() -> activation.apply(norm.apply(convolution.apply(x)))));
    }
    return new FeatureExtractor(List.copyOf(layers), weights::toFloat32);
  }

  private static List<Integer> channels(Config config, FrameGrid grid) {
    List<Integer> channels = config.counts("conv_dim");
    if (channels.size() != grid.kernels().size()) {
      throw config.wrong("conv_dim", channels, "one for each of conv_kernel " + grid.kernels());
    }
    return channels;
  }

  private static boolean isGroup(Config config) {
    String norm = config.text("feat_extract_norm", "group");
    return switch (norm) {
      case "group" -> true;
      case "layer" -> false;
      default -> throw config.wrong("feat_extract_norm", norm, "group or layer");
    };
  }

  private static Convolution convolution(
      Weights weights, String name, FrameGrid grid, List<Integer> channels, int i) {
    boolean hasBias = weights.checkpoint().config().flag("conv_bias", false);
    boolean first = i == 0;
    long outputs = channels.get(i);
    Shape kernel = new Shape(outputs, first ? 1 : channels.get(i - 1), grid.kernels().get(i));
    return Convolution.strided(
        parameter(weights, first, name + ".weight", kernel),
        hasBias ? parameter(weights, first, name + ".bias", new Shape(outputs)) : null,
        first ? Casts.NONE : weights.casts(),
        grid.strides().get(i));
  }

  private static NDArray parameter(Weights weights, boolean float32, String name, Shape shape) {
    return float32
        ? weights.vector(name, shape.getShape())
        : weights.matrix(name, shape.getShape());
  }

  private static UnaryOperator<NDArray> norm(
      Weights weights, String name, boolean group, int layer, int channels) {
    if (group) {
      return layer == 0 ? ChannelNorm.of(weights, name, channels, EPS) : UnaryOperator.identity();
    }
    LayerNorm norm = LayerNorm.of(weights, name, channels, EPS);
    return x -> norm.apply(weights.toFloat32(x.transpose(0, 2, 1))).transpose(0, 2, 1);
  }

  /**
   * Extracts.
   *
   * @param sounds float32 {@code [batch, samples]}
   * @return float32 {@code [batch, frames, channels]}
   */
  NDArray apply(NDArray sounds) {
    return Scopes.scoped(
        () ->
            toFloat32.apply(
                Layers.run(sounds.expandDims(1), layers, Taps.NONE).transpose(0, 2, 1)));
  }
}
