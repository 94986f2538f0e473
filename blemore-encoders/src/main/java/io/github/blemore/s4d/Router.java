package io.github.blemore.s4d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.github.blemore.network.Linear;

/**
 * Chooses experts for each token: the k largest logits, softmax over these. Computes in float32,
 * whatever the network's precision.
 *
 * @param logits of each expert
 * @param noise what its softplus scales noise with
 * @param topK how many experts a token has
 */
record Router(Linear logits, Linear noise, int topK) {

  /**
   * What was chosen.
   *
   * @param logits float32 {@code [batch, tokens, experts]}, noise included
   * @param experts int64 {@code [batch, tokens, k]}, best first
   * @param chosen float32 {@code [batch, tokens, experts]}: 1 where chosen, else 0
   * @param gates float32 {@code [batch, tokens, experts]}: the weight where chosen, else 0
   */
  record Choice(NDArray logits, NDArray experts, NDArray chosen, NDArray gates) {}

  /**
   * Chooses.
   *
   * @param x float32 {@code [batch, tokens, width]}
   * @param block which of the blocks with experts this is, from 0
   */
  Choice choose(NDArray x, S4dNet.Noise drawn, int block) {
    NDArray clean = logits.apply(x);
    NDArray noisy =
        drawn
            .draw(block, clean)
            .map(normal -> clean.add(normal.mul(Activation.softPlus(noise.apply(x)))))
            .orElse(clean);
    NDList best = noisy.topK(topK, -1, true, true);
    NDArray experts = best.get(1);
    NDArray oneHot = experts.oneHot((int) clean.getShape().get(2));
    NDArray gates = best.get(0).softmax(-1).expandDims(3).mul(oneHot).sum(new int[] {2});
    return new Choice(noisy, experts, oneHot.sum(new int[] {2}), gates);
  }
}
