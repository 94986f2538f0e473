package io.github.blemore.threshold;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds from {@code low} to {@code high}; which of the ends belongs to it, its user knows.
 *
 * @param low lower end
 * @param high upper end
 */
record Interval(double low, double high) {

  /**
   * The widest interval on which values are the greatest there are, the lowest of equally wide
   * ones.
   *
   * @param bounds {@code [n + 1]}, ascending: value i is that of {@code bounds[i]} to {@code
   *     bounds[i + 1]}
   * @param values {@code [n]}, at least one
   */
  static Interval widestBest(double[] bounds, double[] values) {
    double best = values[0];
    for (double value : values) {
      best = Math.max(best, value);
    }
    @Nullable Interval widest = null;
    int from = 0;
    for (int to = 0; to <= values.length; to++) {
      if (to == values.length || values[to] < best) {
        Interval run = new Interval(bounds[from], bounds[to]);
        boolean wider = widest == null || run.width() > widest.width();
        widest = from < to && wider ? run : widest;
        from = to + 1;
      }
    }
    return Objects.requireNonNull(widest);
  }

  private double width() {
    return high - low;
  }

  /** The middle, rounded to float64: where no float64 is between the ends, one of them. */
  double middle() {
    return low + width() / 2;
  }
}
