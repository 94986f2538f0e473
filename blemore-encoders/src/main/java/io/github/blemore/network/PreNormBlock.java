package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * A layer of a vision transformer (arXiv:2010.11929, equations 2 and 3): attention, then the MLP,
 * each on normalized input, each added to what it was given.
 *
 * @param attentionNorm before the attention
 * @param attention among the tokens
 * @param mlpNorm before the MLP
 * @param mlp of each token
 */
public record PreNormBlock(LayerNorm attentionNorm, Attention attention, LayerNorm mlpNorm, Mlp mlp)
    implements UnaryOperator<NDArray> {

  @Override
  public NDArray apply(NDArray x) {
    return Scopes.scoped(
        () -> {
          NDArray y = Scopes.scoped(() -> x.add(attention.apply(attentionNorm.apply(x))));
          return y.add(mlp.apply(mlpNorm.apply(y)));
        });
  }
}
