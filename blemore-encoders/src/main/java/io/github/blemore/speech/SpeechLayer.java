package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Activation;
import io.github.blemore.network.Attention;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Mlp;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Weights;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A layer of the transformer. Base models normalize each sum ("post-norm", as in arXiv:1706.03762),
 * large ones what enters attention and MLP ("pre-norm", {@code do_stable_layer_norm}).
 *
 * @param isPreNorm which of the two
 * @param gate of WavLM's positions; none in the other families
 */
record SpeechLayer(
    boolean isPreNorm,
    Attention attention,
    @Nullable PositionGate gate,
    LayerNorm attentionNorm,
    Mlp mlp,
    LayerNorm mlpNorm,
    Weights weights) {

  static SpeechLayer of(Weights weights, String name, boolean isPreNorm, boolean isGated) {
    Config config = weights.checkpoint().config();
    int width = config.count("hidden_size");
    int inner = config.count("intermediate_size");
    int heads = config.heads(width);
    double eps = config.number("layer_norm_eps", 1e-5);
    String attention = name + "attention.";
    return new SpeechLayer(
        isPreNorm,
        new Attention(
            new Attention.Separate(
                Linear.of(weights, attention + "q_proj", width, width),
                Linear.of(weights, attention + "k_proj", width, width),
                Linear.of(weights, attention + "v_proj", width, width)),
            Linear.of(weights, attention + "out_proj", width, width),
            heads,
            weights.functions()),
        isGated ? PositionGate.of(weights, attention, width, heads) : null,
        LayerNorm.of(weights, name + "layer_norm", width, eps),
        new Mlp(
            Linear.of(weights, name + "feed_forward.intermediate_dense", width, inner),
            Activation.of(config, "hidden_act"),
            Linear.of(weights, name + "feed_forward.output_dense", inner, width)),
        LayerNorm.of(weights, name + "final_layer_norm", width, eps),
        weights);
  }

  /**
   * Applies it.
   *
   * @param x float32 {@code [batch, frames, width]}
   */
  NDArray apply(NDArray x, Surroundings around) {
    return Scopes.scoped(
        () -> {
          if (isPreNorm) {
            NDArray y =
                Scopes.scoped(() -> x.add(branch(x, attend(attentionNorm.apply(x), around))));
            return y.add(branch(x, mlp.apply(mlpNorm.apply(y))));
          }
          NDArray y = Scopes.scoped(() -> attentionNorm.apply(x.add(branch(x, attend(x, around)))));
          return mlpNorm.apply(y.add(branch(x, mlp.apply(y))));
        });
  }

  private NDArray branch(NDArray x, NDArray added) {
    return weights.runner().branch(added, x.getShape().get(0));
  }

  private NDArray attend(NDArray x, Surroundings around) {
    return Scopes.scoped(() -> attention.apply(x, addedToScores(x, around)));
  }

  private @Nullable NDArray addedToScores(NDArray x, Surroundings around) {
    NDArray padding = around.padding();
    Supplier<NDArray> positions = around.positions();
    if (gate == null || positions == null) {
      return padding == null ? null : weights.toPrecision(padding);
    }
    return Scopes.scoped(
        () -> {
          NDArray gated = gate.apply(x).mul(positions.get());
          return weights.toPrecision(padding == null ? gated : gated.add(padding));
        });
  }
}
