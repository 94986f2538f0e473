package io.github.blemore.threshold;

import java.util.function.ToDoubleFunction;

/**
 * Candidates for one threshold: runs of neighboring intervals of equal predictions, and of each run
 * one value, the middle of its middle interval.
 */
final class ThresholdAxis {

  /** The ends of the runs, {@code [n + 1]}, ascending. */
  private final double[] bounds;

  private final double[] values;

  private ThresholdAxis(double[] bounds, double[] values) {
    this.bounds = bounds;
    this.values = values;
  }

  /** The candidates, {@code [n]}, ascending; for reading only. */
  double[] values() {
    return values;
  }

  /**
   * Forms runs.
   *
   * @param ends the ends of all intervals, ascending, at least two
   * @param most how many runs at most; with no more intervals than that each is a run
   * @param middle the middle of an interval, or what else predicts as it does
   */
  static ThresholdAxis of(double[] ends, int most, ToDoubleFunction<Interval> middle) {
    int intervals = ends.length - 1;
    int runs = Math.min(intervals, most);
    double[] bounds = new double[runs + 1];
    double[] values = new double[runs];
    for (int run = 0; run < runs; run++) {
      int first = (int) ((long) run * intervals / runs);
      int next = (int) ((run + 1L) * intervals / runs);
      int chosen = (first + next - 1) / 2;
      bounds[run] = ends[first];
      values[run] = middle.applyAsDouble(new Interval(ends[chosen], ends[chosen + 1]));
    }
    bounds[runs] = ends[intervals];
    return new ThresholdAxis(bounds, values);
  }

  /**
   * The index of the candidate nearest to the middle of the widest run of the best, the lowest of
   * equally wide ones.
   *
   * @param objectives {@code [n]}, how good each candidate is
   */
  int best(double[] objectives) {
    Interval widest = Interval.widestBest(bounds, objectives);
    int nearest = -1;
    for (int i = 0; i < values.length; i++) {
      boolean inside = bounds[i] >= widest.low() && bounds[i + 1] <= widest.high();
      if (inside && (nearest < 0 || distance(i, widest) < distance(nearest, widest))) {
        nearest = i;
      }
    }
    return nearest;
  }

  private double distance(int index, Interval interval) {
    return Math.abs(values[index] - interval.middle());
  }
}
