package io.github.blemore.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Attention;
import io.github.blemore.network.BlockRunner;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Network;
import io.github.blemore.network.PatchEmbedding;
import io.github.blemore.network.PreNormBlock;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * TimeSformer with divided space-time attention (arXiv:2102.05095). Names are those of Hugging
 * Face's {@code TimesformerModel} and {@code TimesformerForVideoClassification}.
 *
 * <p>Safe to share between threads.
 */
public final class TimeSformerNet implements VideoNetwork {

  private static final String PREFIX = "timesformer.";
  private static final String DIVIDED = "divided_space_time";

  private final VideoShape shape;
  private final PatchEmbedding patches;
  private final NDArray classToken;
  private final NDArray positions;
  private final NDArray times;
  private final List<TimeSformerBlock> layers;
  private final BlockRunner runner;
  private final LayerNorm finalNorm;
  private final @Nullable Linear classifier;

  /**
   * The network of a checkpoint of type {@code timesformer}.
   *
   * @throws io.github.blemore.ModelException if the checkpoint is damaged, or its attention is not
   *     divided
   */
  public TimeSformerNet(Weights weights) {
    Config config = weights.checkpoint().config();
    requireDivided(config);
    shape = VideoShape.of(config);
    int width = config.count("hidden_size");
    patches =
        PatchEmbedding.ofPictures(
            weights, "embeddings.patch_embeddings.projection", shape.grid().patchSide(), width);
    classToken = weights.vector("embeddings.cls_token", 1, 1, width);
    positions =
        weights.vector("embeddings.position_embeddings", 1, 1 + shape.grid().patches(), width);
    times = weights.vector("embeddings.time_embeddings", 1, shape.frames(), width);
    double eps = config.number("layer_norm_eps", 1e-6);
    layers =
        IntStream.range(0, config.count("num_hidden_layers"))
            .mapToObj(i -> layer(weights, "encoder.layer.%d.".formatted(i), width, eps))
            .toList();
    runner = weights.runner();
    finalNorm = LayerNorm.of(weights, "layernorm", width, eps);
    classifier = Network.classifier(weights, width).orElse(null);
  }

  /** What names of a checkpoint may begin with. */
  public static String prefix() {
    return PREFIX;
  }

  private static void requireDivided(Config config) {
    String attention = config.text("attention_type", DIVIDED);
    if (!attention.equals(DIVIDED)) {
      throw config.wrong("attention_type", attention, DIVIDED);
    }
  }

  private TimeSformerBlock layer(Weights weights, String name, int width, double eps) {
    return new TimeSformerBlock(
        LayerNorm.of(weights, name + "temporal_layernorm", width, eps),
        new Attention(
            projections(weights, name + "temporal_attention.", width),
            Linear.of(weights, name + "temporal_attention.output.dense", width, width),
            weights.checkpoint().config().heads(width),
            weights.functions()),
        Linear.of(weights, name + "temporal_dense", width, width),
        PreNormBlock.of(weights, name, eps, projections(weights, name + "attention.", width)),
        shape.frames(),
        weights::toFloat32);
  }

  private static Attention.Projections projections(Weights weights, String name, int width) {
    String all = name + "attention.qkv";
    boolean biases = weights.checkpoint().config().flag("qkv_bias", true);
    return new Attention.Fused(
        biases
            ? Linear.of(weights, all, width, 3L * width)
            : Linear.withoutBias(weights, all, width, 3L * width));
  }

  @Override
  public VideoShape shape() {
    return shape;
  }

  @Override
  public NDArray classify(NDArray clips) {
    Linear head = Network.requireHead(classifier, "classifier");
    return Scopes.scoped(() -> head.apply(pool(forward(clips, Taps.NONE))));
  }

  @Override
  public int width() {
    return (int) classToken.getShape().get(2);
  }

  /**
   * Runs it.
   *
   * @param clips float32 {@code [batch, frames, 3, side, side]}, normalized
   * @return float32 {@code [batch, 1 + patches * frames, width]}: the last hidden state
   */
  @Override
  public NDArray forward(NDArray clips, Taps taps) {
    shape.require(clips);
    return Scopes.scoped(
        () -> {
          NDArray tokens = Scopes.scoped(() -> embed(clips));
          NDArray state = finalNorm.apply(runner.run(tokens, layers, taps));
          taps.value("last_hidden_state", state);
          if (classifier != null) {
            taps.value("logits", classifier.apply(pool(state)));
          }
          return state;
        });
  }

  private NDArray embed(NDArray clips) {
    long batch = clips.getShape().get(0);
    int frames = shape.frames();
    int perFrame = shape.grid().patches();
    NDArray first = classToken.add(positions.get(":, :1"));
    NDArray tokens =
        patches
            .apply(clips)
            .reshape(batch, frames, perFrame, width())
            .add(positions.get(":, 1:").reshape(1, 1, perFrame, width()))
            .add(times.reshape(1, frames, 1, width()))
            .transpose(0, 2, 1, 3)
            .reshape(batch, (long) perFrame * frames, width());
    return first.broadcast(new Shape(batch, 1, width())).concat(tokens, 1);
  }

  /** The class token. */
  @Override
  public NDArray pool(NDArray state) {
    return state.get(":, 0");
  }
}
