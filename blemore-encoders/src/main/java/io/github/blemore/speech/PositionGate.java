package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Weights;

/**
 * How much a frame of WavLM lets {@link RelativePositions} count, by what it holds
 * (arXiv:2110.13900, section 3.2): {@code a (b constant - 1) + 2}, with a and b between 0 and 1,
 * for each head.
 *
 * @param projection from a head's part of a frame to eight numbers, four to be summed for each of a
 *     and b
 * @param constant {@code [1, heads, 1, 1]}
 */
record PositionGate(Linear projection, NDArray constant) {

  private static final int SUMMED = 4;

  static PositionGate of(Weights weights, String name, int width, int heads) {
    return new PositionGate(
        Linear.inFloat32(weights, name + "gru_rel_pos_linear", width / heads, 2 * SUMMED),
        weights.vector(name + "gru_rel_pos_const", 1, heads, 1, 1));
  }

  /**
   * The factors.
   *
   * @param x what enters the attention, float32 {@code [batch, frames, width]}
   * @return float32 {@code [batch, heads, frames, 1]}
   */
  NDArray apply(NDArray x) {
    return Scopes.scoped(
        () -> {
          long batch = x.getShape().get(0);
          long frames = x.getShape().get(1);
          long heads = constant.getShape().get(1);
          NDArray perHead = x.reshape(batch, frames, heads, -1).transpose(0, 2, 1, 3);
          NDArray summed =
              projection.apply(perHead).reshape(batch, heads, frames, 2, SUMMED).sum(new int[] {4});
          NDList gates = ai.djl.nn.Activation.sigmoid(summed).split(2, 3);
          return gates.get(0).mul(gates.get(1).mul(constant).sub(1)).add(2);
        });
  }
}
