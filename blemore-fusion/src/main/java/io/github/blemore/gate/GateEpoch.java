package io.github.blemore.gate;

import io.github.blemore.threshold.Thresholds;
import java.util.Locale;
import java.util.Optional;

/**
 * What came out of one epoch of a training.
 *
 * @param epoch which, from 1
 * @param presenceLoss the mean over the epoch's batches, each before its step, of the presence
 *     head's loss: six binary cross-entropies a clip, summed, in nats
 * @param salienceLoss the same of the salience head's: a Kullback-Leibler divergence a clip
 * @param validation the best thresholds on the validation clips, and what they score there; empty
 *     if the training has none
 */
public record GateEpoch(
    int epoch, double presenceLoss, double salienceLoss, Optional<Thresholds> validation) {

  /** What is made smaller: the sum of both heads' losses. */
  public double loss() {
    return presenceLoss + salienceLoss;
  }

  /** The validation score; 0 without validation clips. */
  double score() {
    return validation.map(found -> found.scores().score()).orElse(0.0);
  }

  /** Such as {@code epoch 3: presence loss 1.425, salience loss 0.487, score 0.475}. */
  @Override
  public String toString() {
    String train =
        String.format(
            Locale.ROOT,
            "epoch %d: presence loss %.3f, salience loss %.3f",
            epoch,
            presenceLoss,
            salienceLoss);
    return validation.isEmpty()
        ? train
        : String.format(Locale.ROOT, "%s, score %.3f", train, score());
  }
}
