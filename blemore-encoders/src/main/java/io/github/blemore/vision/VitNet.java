package io.github.blemore.vision;

import ai.djl.ndarray.NDArray;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Attention;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Layers;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Network;
import io.github.blemore.network.PatchEmbedding;
import io.github.blemore.network.PatchGrid;
import io.github.blemore.network.PreNormBlock;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The vision transformer (arXiv:2010.11929). Names are those of Hugging Face's {@code ViTModel} and
 * {@code ViTForImageClassification}. A picture's vector is the pooler's output if the checkpoint
 * has a pooler, else the normalized class token.
 *
 * <p>Safe to share between threads.
 */
public final class VitNet implements PictureNetwork {

  private static final String PREFIX = "vit.";

  private final PatchGrid grid;
  private final PictureTokens tokens;
  private final List<PreNormBlock> layers;
  private final LayerNorm finalNorm;
  private final @Nullable Linear pooler;
  private final @Nullable Linear classifier;

  /** The network of a checkpoint of type {@code vit}. */
  public VitNet(Weights weights) {
    Config config = weights.checkpoint().config();
    grid = PatchGrid.of(config);
    int width = config.count("hidden_size");
    tokens =
        new PictureTokens(
            PatchEmbedding.ofPictures(
                weights, "embeddings.patch_embeddings.projection", grid.patchSide(), width),
            weights.vector("embeddings.cls_token", 1, 1, width),
            weights.vector("embeddings.position_embeddings", 1, 1 + grid.patches(), width));
    double eps = config.number("layer_norm_eps", 1e-12);
    layers =
        IntStream.range(0, config.count("num_hidden_layers"))
            .mapToObj(i -> layer(weights, "encoder.layer.%d.".formatted(i), width, eps))
            .toList();
    finalNorm = LayerNorm.of(weights, "layernorm", width, eps);
    pooler = pooler(weights, width);
    classifier = Network.classifier(weights, width).orElse(null);
  }

  /** What names of a checkpoint may begin with. */
  public static String prefix() {
    return PREFIX;
  }

  private static PreNormBlock layer(Weights weights, String name, int width, double eps) {
    String attention = name + "attention.attention.";
    return PreNormBlock.of(
        weights,
        name,
        eps,
        new Attention.Separate(
            projection(weights, attention + "query", width),
            projection(weights, attention + "key", width),
            projection(weights, attention + "value", width)));
  }

  private static Linear projection(Weights weights, String name, int width) {
    return weights.checkpoint().config().flag("qkv_bias", true)
        ? Linear.of(weights, name, width, width)
        : Linear.withoutBias(weights, name, width, width);
  }

  private static @Nullable Linear pooler(Weights weights, int width) {
    if (!weights.has("pooler.dense.weight")) {
      return null;
    }
    Config config = weights.checkpoint().config();
    String activation = config.text("pooler_act", "tanh");
    if (!activation.equals("tanh")) {
      throw config.wrong("pooler_act", activation, "tanh");
    }
    int outputs = config.count("pooler_output_size", width);
    return Linear.inFloat32(weights, "pooler.dense", width, outputs);
  }

  @Override
  public int side() {
    return grid.side();
  }

  @Override
  public int dimension() {
    NDArray last = pooler == null ? finalNorm.weight() : pooler.weight();
    return (int) last.getShape().get(0);
  }

  @Override
  public String output() {
    return pooler == null ? "class token" : "pooler_output";
  }

  @Override
  public NDArray forward(NDArray pictures, Taps taps) {
    require(pictures);
    return Scopes.scoped(
        () -> {
          NDArray state = finalNorm.apply(Layers.run(tokens.apply(pictures), layers, taps));
          taps.value("last_hidden_state", state);
          NDArray first = state.get(":, 0");
          if (classifier != null) {
            taps.value("logits", classifier.apply(first));
          }
          if (pooler == null) {
            return first;
          }
          NDArray pooled = pooler.apply(first).tanh();
          taps.value("pooler_output", pooled);
          return pooled;
        });
  }
}
