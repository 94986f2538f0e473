package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.torch.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * S4D's auxiliary loss, which asks the routers to spread tokens over the experts: for each block
 * with experts {@code E^2 mean(fraction of a clip's tokens that chose the expert * mean logit of
 * the expert)}, the mean over clips and experts; only the logits get a gradient. In the published
 * launcher it is never added (see S4D's code: the call fails behind a wrapper, silently), so that
 * the published models were trained without.
 *
 * <p>For one network and one thread.
 */
final class LoadBalancing implements Taps {

  private final double weight;
  private final List<NDArray> losses = new ArrayList<>();
  private @Nullable NDArray logits;

  /**
   * The loss.
   *
   * @param weight what it is multiplied by, above 0; 1e-3 in the published code
   */
  LoadBalancing(double weight) {
    this.weight = weight;
  }

  @Override
  public void hiddenState(int index, NDArray state) {}

  @Override
  public void value(String name, NDArray value) {
    if (!Gradients.isRecording()) {
      return;
    }
    if (name.startsWith("moe") && name.endsWith("_logits")) {
      logits = value;
    } else if (name.startsWith("moe") && name.endsWith("_indices")) {
      NDArray loss = Scopes.scoped(() -> loss(Objects.requireNonNull(logits), value));
      NDScope.unregister(loss);
      losses.add(loss);
    }
  }

  /** The loss of one block, {@code logits [batch, tokens, experts]}, not weighted. */
  private static NDArray loss(NDArray logits, NDArray indices) {
    int experts = (int) logits.getShape().get(2);
    NDArray fractions = indices.oneHot(experts).sum(new int[] {2}).mean(new int[] {1});
    NDArray scaled = Gradients.scaled(fractions, experts * (double) experts);
    return scaled.mul(logits.mean(new int[] {1})).mean();
  }

  /** Leaves out what was not taken. */
  void forget() {
    losses.forEach(NDArray::close);
    losses.clear();
  }

  /**
   * The weighted sum over the blocks run since the last call.
   *
   * @param share how much of the batch went through them: the parts' sum is the batch's mean
   * @return empty if no block was run
   */
  Optional<NDArray> take(double share) {
    if (losses.isEmpty()) {
      return Optional.empty();
    }
    NDArray sum = losses.get(0);
    for (NDArray more : losses.subList(1, losses.size())) {
      sum = sum.add(more);
    }
    NDArray weighted = Gradients.scaled(sum, weight * share);
    forget();
    return Optional.of(weighted);
  }
}
