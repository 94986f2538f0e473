package io.github.blemore.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.network.Attention;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Linear;
import io.github.blemore.network.PreNormBlock;
import io.github.blemore.network.Scopes;
import java.util.function.UnaryOperator;

/**
 * A layer of TimeSformer with divided attention (arXiv:2102.05095, section 3, "T+S"): each patch
 * looks at the same place in the other frames, then at the other patches of its frame and the class
 * token, then passes the MLP.
 *
 * @param timeNorm before the attention over time
 * @param overTime attention over time
 * @param timeDense after it: without an activation between, and so only more weights
 * @param space norms, attention over space and MLP
 * @param frames of a clip
 * @param toFloat32 brings what matrices gave to float32
 */
record TimeSformerBlock(
    LayerNorm timeNorm,
    Attention overTime,
    Linear timeDense,
    PreNormBlock space,
    int frames,
    UnaryOperator<NDArray> toFloat32)
    implements UnaryOperator<NDArray> {

  /**
   * Applies it.
   *
   * @param x float32 {@code [batch, 1 + patches * frames, width]}: the class token, then all frames
   *     of the first patch, of the second, and so on
   */
  @Override
  public NDArray apply(NDArray x) {
    return Scopes.scoped(
        () -> {
          NDArray first = x.get(":, :1");
          NDArray patches = Scopes.scoped(() -> overTime(x.get(":, 1:")));
          NDArray y = Scopes.scoped(() -> overSpace(first, patches));
          NDArray added = space.mlp().apply(space.mlpNorm().apply(y));
          return y.add(space.runner().branch(added, x.getShape().get(0)));
        });
  }

  private NDArray overTime(NDArray patches) {
    Shape shape = patches.getShape();
    NDArray each = patches.reshape(-1, frames, shape.get(2));
    NDArray seen = timeDense.apply(overTime.apply(timeNorm.apply(each)));
    return patches.add(space.runner().branch(seen, shape.get(0)).reshape(shape));
  }

  /** The class token is copied into every frame; what the copies get is averaged. */
  private NDArray overSpace(NDArray first, NDArray patches) {
    long batch = patches.getShape().get(0);
    long width = patches.getShape().get(2);
    long count = patches.getShape().get(1) / frames;
    NDArray byPatch = patches.reshape(batch, count, frames, width);
    NDArray byFrame =
        first
            .reshape(batch, 1, 1, width)
            .broadcast(new Shape(batch, frames, 1, width))
            .concat(byPatch.transpose(0, 2, 1, 3), 2);
    NDArray each = byFrame.reshape(-1, 1 + count, width);
    NDArray seen =
        space
            .runner()
            .branch(space.attention().apply(space.attentionNorm().apply(each)), batch)
            .reshape(byFrame.getShape());
    NDArray ofFirst = toFloat32.apply(seen.get(":, :, 0")).mean(new int[] {1}, true);
    NDArray ofPatches = seen.get(":, :, 1:").transpose(0, 2, 1, 3);
    return first.add(ofFirst).concat(byPatch.add(ofPatches).reshape(patches.getShape()), 1);
  }
}
