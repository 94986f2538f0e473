package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import java.util.List;

/** What a calibration scales, and what it is fitted to. */
final class LogProbabilities {

  private LogProbabilities() {}

  /** The logarithms of six probabilities, each raised to {@link Calibration#FLOOR} first. */
  static double[] of(EmotionDistribution distribution) {
    double[] logs = distribution.toArray();
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(Math.max(logs[i], Calibration.FLOOR));
    }
    return logs;
  }

  /** Those of many clips, {@code [clips, 6]}. */
  static double[][] of(List<EmotionDistribution> distributions) {
    return distributions.stream().map(LogProbabilities::of).toArray(double[][]::new);
  }

  /** The soft labels, {@code [clips, 6]}. */
  static double[][] softLabels(List<Blend> truth) {
    return truth.stream().map(blend -> blend.softLabel().toArray()).toArray(double[][]::new);
  }

  /**
   * Checks that each distribution has its truth.
   *
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  static void requireAsMany(List<EmotionDistribution> distributions, List<Blend> truth) {
    if (truth.isEmpty() || truth.size() != distributions.size()) {
      throw new IllegalArgumentException(
          "%d true blends and %d distributions: must be as many, and at least one"
              .formatted(truth.size(), distributions.size()));
    }
  }
}
