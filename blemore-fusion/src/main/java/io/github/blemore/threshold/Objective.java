package io.github.blemore.threshold;

import io.github.blemore.metrics.Scores;

/**
 * What a search maximizes: {@code w * presence + (1 - w) * salience} in float64, as the baseline
 * computes it.
 *
 * @param presenceWeight w, 0..1
 */
record Objective(double presenceWeight) {

  /** The challenge's ranking figure, {@link Scores#score}. */
  static final Objective SCORE = new Objective(0.5);

  Objective {
    if (!(presenceWeight >= 0 && presenceWeight <= 1)) {
      throw new IllegalArgumentException(
          "presence weight is %s: must be 0..1".formatted(presenceWeight));
    }
  }

  double of(Scores scores) {
    return presenceWeight * scores.presence() + (1 - presenceWeight) * scores.salience();
  }
}
