package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import io.github.blemore.checkpoint.Config;
import java.util.function.UnaryOperator;

/**
 * A layer of a vision transformer (arXiv:2010.11929, equations 2 and 3): attention, then the MLP,
 * each on normalized input, each added to what it was given.
 *
 * @param attentionNorm before the attention
 * @param attention among the tokens
 * @param mlpNorm before the MLP
 * @param mlp of each token
 * @param runner that runs it
 */
public record PreNormBlock(
    LayerNorm attentionNorm, Attention attention, LayerNorm mlpNorm, Mlp mlp, BlockRunner runner)
    implements UnaryOperator<NDArray> {

  /**
   * A layer as Hugging Face's ViT, VideoMAE and TimeSformer name its tensors.
   *
   * @param name of the layer, such as {@code encoder.layer.0.}
   * @param eps of its norms
   * @param projections how these models differ
   */
  public static PreNormBlock of(
      Weights weights, String name, double eps, Attention.Projections projections) {
    Config config = weights.checkpoint().config();
    int width = config.count("hidden_size");
    int inner = config.count("intermediate_size");
    return new PreNormBlock(
        LayerNorm.of(weights, name + "layernorm_before", width, eps),
        new Attention(
            projections,
            Linear.of(weights, name + "attention.output.dense", width, width),
            config.heads(width),
            weights.functions()),
        LayerNorm.of(weights, name + "layernorm_after", width, eps),
        new Mlp(
            Linear.of(weights, name + "intermediate.dense", width, inner),
            Activation.of(config, "hidden_act"),
            Linear.of(weights, name + "output.dense", inner, width)),
        weights.runner());
  }

  @Override
  public NDArray apply(NDArray x) {
    return Scopes.scoped(
        () -> {
          NDArray y =
              Scopes.scoped(() -> x.add(branch(x, attention.apply(attentionNorm.apply(x)))));
          return y.add(branch(x, mlp.apply(mlpNorm.apply(y))));
        });
  }

  private NDArray branch(NDArray x, NDArray added) {
    return runner.branch(added, x.getShape().get(0));
  }
}
