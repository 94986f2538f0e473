package io.github.blemore.bench;

import io.github.blemore.checkpoint.Config;
import java.util.List;

/**
 * How many floating-point operations of matrix products and convolutions a network needs for one
 * clip, from the sizes in its config: a multiplication and an addition are two. Norms, activations
 * and softmax are not counted.
 */
final class Flops {

  private static final double SAMPLES_PER_SECOND = 16_000;

  private Flops() {}

  /** For one clip of these frames, or of this sound. */
  static double of(Config config, int frames, double seconds) {
    return switch (config.text("model_type", "s4d")) {
      case "wav2vec2", "hubert", "wavlm" -> speech(config, seconds);
      case "timesformer" -> timesformer(config);
      case "videomae" -> videoMae(config);
      case "clip_vision_model", "vit" -> pictures(config, frames);
      default -> s4d(config);
    };
  }

  /** Layers of width d whose MLP is m wide, over n tokens. */
  private static double layers(double count, double n, double d, double m) {
    return count * (8 * n * d * d + 4 * n * n * d + 4 * n * d * m);
  }

  private static double layers(Config config, double tokens) {
    return layers(
        config.count("num_hidden_layers"),
        tokens,
        config.count("hidden_size"),
        config.count("intermediate_size"));
  }

  private static double patches(Config config) {
    double perSide = config.count("image_size") / (double) config.count("patch_size");
    return perSide * perSide;
  }

  private static double patchEmbedding(double tokens, double side, double frames, double width) {
    return 2 * tokens * width * 3 * frames * side * side;
  }

  private static double videoMae(Config config) {
    int tubelet = config.count("tubelet_size");
    double tokens = patches(config) * config.count("num_frames") / tubelet;
    return layers(config, tokens)
        + patchEmbedding(tokens, config.count("patch_size"), tubelet, config.count("hidden_size"));
  }

  private static double pictures(Config config, int frames) {
    double patches = patches(config);
    return frames
        * (layers(config, patches + 1)
            + patchEmbedding(patches, config.count("patch_size"), 1, config.count("hidden_size")));
  }

  private static double timesformer(Config config) {
    double frames = config.count("num_frames");
    double patches = patches(config);
    double d = config.count("hidden_size");
    double inTime = 10 * patches * frames * d * d + 4 * patches * frames * frames * d;
    double inSpace = frames * (8 * (patches + 1) * d * d + 4 * (patches + 1) * (patches + 1) * d);
    double mlp = 4 * (patches * frames + 1) * d * config.count("intermediate_size");
    return config.count("num_hidden_layers") * (inTime + inSpace + mlp)
        + patchEmbedding(patches * frames, config.count("patch_size"), 1, d);
  }

  /**
   * With two experts of a quarter of the width for each token, in the layers that have experts: a
   * little too much, as tokens above an expert's capacity are left out.
   */
  private static double s4d(Config config) {
    double side = config.count("img_size") / (double) config.count("patch_size");
    double tokens = side * side * config.count("all_frames") / config.count("tubelet_size");
    double d = config.count("embed_dim");
    double experts =
        config.section("moe").map(moe -> moe.counts("layers").size()).orElse(0)
            * tokens
            * 2
            * d
            * d;
    return layers(config.count("depth"), tokens, d, config.number("mlp_ratio") * d)
        + experts
        + patchEmbedding(tokens, config.count("patch_size"), config.count("tubelet_size"), d);
  }

  private static double speech(Config config, double seconds) {
    List<Integer> widths = config.counts("conv_dim");
    List<Integer> kernels = config.counts("conv_kernel");
    List<Integer> strides = config.counts("conv_stride");
    double n = seconds * SAMPLES_PER_SECOND;
    double flops = 0;
    double inputs = 1;
    for (int i = 0; i < widths.size(); i++) {
      n = Math.floor((n - kernels.get(i)) / strides.get(i)) + 1;
      flops += 2 * n * widths.get(i) * inputs * kernels.get(i);
      inputs = widths.get(i);
    }
    double d = config.count("hidden_size");
    double positions =
        2
            * n
            * d
            * d
            / config.count("num_conv_pos_embedding_groups")
            * config.count("num_conv_pos_embeddings");
    return flops + 2 * n * inputs * d + positions + layers(config, n);
  }
}
