package io.github.blemore.s4d;

import ai.djl.ndarray.NDArray;
import io.github.blemore.network.Attention;
import io.github.blemore.network.BlockRunner;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Mlp;
import io.github.blemore.network.Scopes;

/**
 * A layer with experts: attention, then the MLP and the experts side by side on the same normalized
 * input, each added to what it was given.
 *
 * @param attentionNorm before the attention
 * @param attention among the tokens
 * @param mlpNorm before the MLP and the experts
 * @param mlp of each token
 * @param experts beside it
 * @param runner that runs it
 */
record S4dBlock(
    LayerNorm attentionNorm,
    Attention attention,
    LayerNorm mlpNorm,
    Mlp mlp,
    Experts experts,
    BlockRunner runner) {

  /**
   * Applies it.
   *
   * @param x float32 {@code [batch, tokens, width]}
   * @param index which of the blocks with experts this is, from 0
   */
  NDArray apply(NDArray x, S4dNet.Pass pass, int index) {
    return Scopes.scoped(
        () -> {
          NDArray y =
              Scopes.scoped(() -> x.add(branch(x, attention.apply(attentionNorm.apply(x)))));
          NDArray normalized = mlpNorm.apply(y);
          NDArray dense = y.add(branch(x, mlp.apply(normalized)));
          return dense.add(branch(x, experts.apply(normalized, pass, index)));
        });
  }

  private NDArray branch(NDArray x, NDArray added) {
    return runner.branch(added, x.getShape().get(0));
  }
}
