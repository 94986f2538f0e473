package io.github.blemore.metrics;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The scores of several folds, each counting once whatever its number of clips.
 *
 * @param folds one for each fold, at least one
 */
public record ScoreSummary(List<Scores> folds) {

  /**
   * A mean and how far the folds spread around it.
   *
   * @param mean over the folds, 0..1
   * @param deviation the sample standard deviation (divided by folds - 1), as in the challenge's
   *     published tables; empty for one fold
   */
  public record Spread(double mean, OptionalDouble deviation) {

    /** Such as {@code 0.290 ± 0.028}. */
    @Override
    public String toString() {
      return deviation.isPresent()
          ? String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation.getAsDouble())
          : String.format(Locale.ROOT, "%.3f", mean);
    }
  }

  /**
   * Checks that there is a fold.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ScoreSummary {
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("scores of no fold: must have at least one");
    }
    folds = List.copyOf(folds);
  }

  /** ACC_presence over the folds. */
  public Spread presence() {
    return spread(Scores::presence);
  }

  /** ACC_salience over the folds. */
  public Spread salience() {
    return spread(Scores::salience);
  }

  /** The mean of the two over the folds. */
  public Spread score() {
    return spread(Scores::score);
  }

  private Spread spread(ToDoubleFunction<Scores> accuracy) {
    double mean = folds.stream().mapToDouble(accuracy).sum() / folds.size();
    if (folds.size() == 1) {
      return new Spread(mean, OptionalDouble.empty());
    }
    double squares =
        folds.stream().mapToDouble(accuracy).map(value -> (value - mean) * (value - mean)).sum();
    return new Spread(mean, OptionalDouble.of(Math.sqrt(squares / (folds.size() - 1))));
  }

  /** Such as {@code presence 0.290 ± 0.028, salience 0.130 ± 0.008, score 0.210 ± 0.014}. */
  @Override
  public String toString() {
    return "presence %s, salience %s, score %s".formatted(presence(), salience(), score());
  }
}
