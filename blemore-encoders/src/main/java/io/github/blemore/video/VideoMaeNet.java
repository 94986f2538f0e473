package io.github.blemore.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Attention;
import io.github.blemore.network.BlockRunner;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Network;
import io.github.blemore.network.PatchEmbedding;
import io.github.blemore.network.Positions;
import io.github.blemore.network.PreNormBlock;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of VideoMAE (arXiv:2203.12602): a plain vision transformer over tubelets of a clip,
 * without a class token, with fixed positions. Names are those of Hugging Face's {@code
 * VideoMAEModel} and {@code VideoMAEForVideoClassification}.
 *
 * <p>Safe to share between threads.
 */
public final class VideoMaeNet implements VideoNetwork {

  private static final String PREFIX = "videomae.";

  /** The original's norm of the mean leaves the config's {@code layer_norm_eps} aside. */
  private static final double POOLED_EPS = 1e-5;

  private final VideoShape shape;
  private final PatchEmbedding patches;
  private final NDArray positions;
  private final List<PreNormBlock> layers;
  private final BlockRunner runner;
  private final @Nullable LayerNorm finalNorm;
  private final @Nullable LayerNorm pooledNorm;
  private final @Nullable Linear classifier;

  /** The network of a checkpoint of type {@code videomae}. */
  public VideoMaeNet(Weights weights) {
    Config config = weights.checkpoint().config();
    shape = VideoShape.of(config);
    int width = config.count("hidden_size");
    int tubelet = config.count("tubelet_size");
    if (shape.frames() % tubelet != 0) {
      throw new ModelException(
          "%s: num_frames %d must be a multiple of tubelet_size %d"
              .formatted(config, shape.frames(), tubelet));
    }
    patches =
        PatchEmbedding.ofClips(
            weights,
            "embeddings.patch_embeddings.projection",
            tubelet,
            shape.grid().patchSide(),
            width);
    int tokens = shape.frames() / tubelet * shape.grid().patches();
    positions =
        weights.manager().create(Positions.sineCosine(tokens, width), new Shape(1, tokens, width));
    double eps = config.number("layer_norm_eps", 1e-12);
    layers =
        IntStream.range(0, config.count("num_hidden_layers"))
            .mapToObj(i -> layer(weights, "encoder.layer.%d.".formatted(i), width, eps))
            .toList();
    runner = weights.runner();
    boolean mean = config.flag("use_mean_pooling", true);
    finalNorm = mean ? null : LayerNorm.of(weights, "layernorm", width, eps);
    pooledNorm =
        mean && weights.has("fc_norm.weight")
            ? LayerNorm.of(weights, "fc_norm", width, POOLED_EPS)
            : null;
    classifier = Network.classifier(weights, width).orElse(null);
  }

  /** What names of a checkpoint may begin with. */
  public static String prefix() {
    return PREFIX;
  }

  private static PreNormBlock layer(Weights weights, String name, int width, double eps) {
    boolean biases = weights.checkpoint().config().flag("qkv_bias", true);
    String attention = name + "attention.attention.";
    return PreNormBlock.of(
        weights,
        name,
        eps,
        new Attention.Separate(
            new Linear(
                weights.matrix(attention + "query.weight", width, width),
                biases ? weights.matrix(attention + "q_bias", width) : null,
                weights.casts()),
            Linear.withoutBias(weights, attention + "key", width, width),
            new Linear(
                weights.matrix(attention + "value.weight", width, width),
                biases ? weights.matrix(attention + "v_bias", width) : null,
                weights.casts())));
  }

  @Override
  public VideoShape shape() {
    return shape;
  }

  /**
   * Runs it.
   *
   * @param clips float32 {@code [batch, frames, 3, side, side]}, normalized
   * @return float32 {@code [batch, tokens, width]}: the last hidden state
   */
  @Override
  public NDArray forward(NDArray clips, Taps taps) {
    shape.require(clips);
    return Scopes.scoped(
        () -> {
          NDArray tokens = Scopes.scoped(() -> patches.apply(clips).add(positions));
          NDArray last = runner.run(tokens, layers, taps);
          NDArray state = finalNorm == null ? last : finalNorm.apply(last);
          taps.value("last_hidden_state", state);
          if (classifier != null) {
            taps.value("logits", classifier.apply(pool(state)));
          }
          return state;
        });
  }

  @Override
  public NDArray classify(NDArray clips) {
    Linear head = Network.requireHead(classifier, "classifier");
    return Scopes.scoped(() -> head.apply(pool(forward(clips, Taps.NONE))));
  }

  @Override
  public int width() {
    return (int) positions.getShape().get(2);
  }

  /**
   * The mean of the tokens, normalized if the checkpoint says how; or the first token, if there is
   * a classifier that was trained on it ({@code use_mean_pooling} is false).
   */
  @Override
  public NDArray pool(NDArray state) {
    if (finalNorm != null && classifier != null) {
      return state.get(":, 0");
    }
    NDArray mean = state.mean(new int[] {1});
    return pooledNorm == null ? mean : pooledNorm.apply(mean);
  }
}
