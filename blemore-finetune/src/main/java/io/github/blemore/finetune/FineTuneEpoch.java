package io.github.blemore.finetune;

import io.github.blemore.threshold.Thresholds;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came out of one epoch.
 *
 * @param leftOut the fold whose clips this training does not see; empty for the one on all clips
 * @param epoch from 1
 * @param loss the mean over the training clips, each before the step it was part of
 * @param validation on the clips that end the training; empty if there are none
 */
public record FineTuneEpoch(
    OptionalInt leftOut, int epoch, double loss, Optional<Validation> validation) {

  /**
   * What the network does on clips of people it is not trained on.
   *
   * @param loss the mean over these clips
   * @param thresholds the best ones on these clips, and what they score there
   */
  public record Validation(double loss, Thresholds thresholds) {

    /** What decides which epoch is the best. */
    public double score() {
      return thresholds.scores().score();
    }
  }

  /** Such as {@code fold 0, epoch 3: loss 0.425, validation loss 0.487, Score 0.475}. */
  @Override
  public String toString() {
    String text =
        String.format(
            Locale.ROOT,
            "%s, epoch %d: loss %.4f",
            leftOut.isPresent() ? "fold " + leftOut.getAsInt() : "all clips",
            epoch,
            loss);
    return validation
        .map(
            found ->
                String.format(
                    Locale.ROOT,
                    "%s, validation loss %.4f, Score %.3f",
                    text,
                    found.loss(),
                    found.score()))
        .orElse(text);
  }
}
