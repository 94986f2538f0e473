package io.github.blemore.fusion.internal;

import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Thresholds;

/**
 * How {@link Thresholds} stand in a document: those that were best on the validation clips, and
 * what they score there.
 *
 * @param alpha of the rule
 * @param beta of the rule
 * @param presence ACC_presence of the rule
 * @param salience ACC_salience of the rule
 * @param score the mean of both
 * @param bestPresence the best ACC_presence of any thresholds
 * @param bestSalience the best ACC_salience of any thresholds
 */
public record ValidationDocument(
    double alpha,
    double beta,
    double presence,
    double salience,
    double score,
    double bestPresence,
    double bestSalience) {

  /** These thresholds as they are written. */
  public static ValidationDocument of(Thresholds found) {
    return new ValidationDocument(
        found.rule().alpha(),
        found.rule().beta(),
        found.scores().presence(),
        found.scores().salience(),
        found.scores().score(),
        found.bestPresence(),
        found.bestSalience());
  }

  /**
   * The thresholds that were read.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Thresholds thresholds() {
    return new Thresholds(
        new ThresholdRule(alpha, beta), new Scores(presence, salience), bestPresence, bestSalience);
  }
}
