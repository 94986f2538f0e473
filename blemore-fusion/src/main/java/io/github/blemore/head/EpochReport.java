package io.github.blemore.head;

import io.github.blemore.threshold.Thresholds;
import java.util.Locale;
import java.util.Optional;

/**
 * What came out of one epoch of a training.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class EpochReport {

  private final int epoch;
  private final float[] stepLosses;
  private final Optional<Validation> validation;

  EpochReport(int epoch, float[] stepLosses, Optional<Validation> validation) {
    this.epoch = epoch;
    this.stepLosses = stepLosses;
    this.validation = validation;
  }

  /**
   * What the head does on clips it was not trained on.
   *
   * @param loss as {@link EpochReport#trainLoss}, over batches of the windows in their order
   * @param thresholds the best ones on these clips, and what they score there
   */
  public record Validation(double loss, Thresholds thresholds) {}

  /** Which epoch, from 1. */
  public int epoch() {
    return epoch;
  }

  /** A copy of the loss of each batch, before its step. */
  public float[] stepLosses() {
    return stepLosses.clone();
  }

  /** The mean of the batches' losses, each counting the same however many windows it has. */
  public double trainLoss() {
    double sum = 0;
    for (float loss : stepLosses) {
      sum += loss;
    }
    return sum / stepLosses.length;
  }

  /** Empty if the training has no validation clips. */
  public Optional<Validation> validation() {
    return validation;
  }

  /** The validation score; 0 without validation clips. */
  double score() {
    return validation.map(found -> found.thresholds().scores().score()).orElse(0.0);
  }

  /** Such as {@code epoch 3: loss 0.425, validation loss 0.487, score 0.475}. */
  @Override
  public String toString() {
    String train = String.format(Locale.ROOT, "epoch %d: loss %.3f", epoch, trainLoss());
    return validation
        .map(
            found ->
                String.format(
                    Locale.ROOT,
                    "%s, validation loss %.3f, score %.3f",
                    train,
                    found.loss(),
                    score()))
        .orElse(train);
  }
}
