package io.github.blemore.acoustic;

/**
 * Finds where between its samples a band-limited curve has its peak, and how high it is there.
 * Windowed sinc interpolation as Boersma (1993, eq. 22) has it, read off at every eighth of a
 * sample from a table, then a parabola through the best three.
 *
 * <p>Not safe for several threads: it holds the last answer.
 */
final class PeakInterpolator {

  /** Samples that count on each side of a point; the curve must reach that far beyond a peak. */
  static final int REACH = 16;

  private static final int PHASES = 8;
  private static final double[][] WEIGHTS = weights();

  private double position;
  private double height;

  /** Where the last peak was, in samples. */
  double position() {
    return position;
  }

  /** How high the last peak was. */
  double height() {
    return height;
  }

  private static double[][] weights() {
    double[][] table = new double[PHASES][2 * REACH];
    for (int phase = 0; phase < PHASES; phase++) {
      double fraction = phase / (double) PHASES;
      for (int i = 0; i < 2 * REACH; i++) {
        double x = fraction - (i - REACH + 1);
        double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        table[phase][i] = sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / (REACH + 0.5)));
      }
    }
    return table;
  }

  /**
   * Climbs from a sample that is higher than its neighbours, no further than to these.
   *
   * @param curve reaches from {@code top - REACH - 1} to {@code top + REACH + 1}
   */
  void climb(double[] curve, int top) {
    int at = PHASES * top;
    double left = curve[top - 1];
    double middle = curve[top];
    double right = curve[top + 1];
    double bend = left - 2 * middle + right;
    if (bend < 0) {
      at += (int) Math.round(PHASES * Math.max(-0.5, Math.min(0.5, 0.5 * (left - right) / bend)));
    }
    left = value(curve, at - 1);
    middle = value(curve, at);
    right = value(curve, at + 1);
    while (right > middle && at < PHASES * (top + 1)) {
      at++;
      left = middle;
      middle = right;
      right = value(curve, at + 1);
    }
    while (left > middle && at > PHASES * (top - 1)) {
      at--;
      right = middle;
      middle = left;
      left = value(curve, at - 1);
    }
    bend = left - 2 * middle + right;
    double shift = bend < 0 ? Math.max(-1, Math.min(1, 0.5 * (left - right) / bend)) : 0;
    position = (at + shift) / PHASES;
    height = middle - 0.25 * (left - right) * shift;
  }

  private static double value(double[] curve, int at) {
    int base = Math.floorDiv(at, PHASES);
    double[] weights = WEIGHTS[at - PHASES * base];
    int start = base - REACH + 1;
    double sum = 0;
    for (int i = 0; i < 2 * REACH; i++) {
      sum += weights[i] * curve[start + i];
    }
    return sum;
  }
}
