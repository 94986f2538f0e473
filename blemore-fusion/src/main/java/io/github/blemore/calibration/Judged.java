package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;

/**
 * A decision of which it is known by now whether it was right.
 *
 * @param confidence how sure the system was, any finite number, higher for surer
 * @param right whether the decided set of emotions was the true one
 */
public record Judged(double confidence, boolean right) {

  /**
   * Checks the confidence.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Judged {
    if (!Double.isFinite(confidence)) {
      throw new IllegalArgumentException("confidence is %s: must be finite".formatted(confidence));
    }
  }

  /**
   * A decision judged by {@link Abstention#closeness}.
   *
   * @param distribution what was decided on
   * @param decided what was decided
   * @param truth what the clip shows
   */
  public static Judged of(EmotionDistribution distribution, Blend decided, Blend truth) {
    return new Judged(Abstention.closeness(distribution, decided), decided.hasSameEmotions(truth));
  }
}
