package io.github.blemore.report;

import java.util.Locale;

/** Two axes with their ticks and labels, and where on the picture a pair of values is. */
final class Plot {

  /**
   * An axis.
   *
   * @param label what it counts, with its unit
   * @param low the value where it begins
   * @param high the value where it ends
   * @param ticks into how many equal parts ticks divide it
   */
  record Axis(String label, double low, double high, int ticks) {

    /** Of a share, 0 to 1. */
    static Axis share(String label) {
      return new Axis(label, 0, 1, 5);
    }

    private double at(int tick) {
      return low + (high - low) * tick / ticks;
    }

    private double share(double value) {
      return (value - low) / (high - low);
    }
  }

  private static final double LEFT = 44;
  private static final double TOP = 10;
  private static final double RIGHT = Svg.WIDTH - 12;
  private static final double BOTTOM = 290;
  private static final double BELOW = 40;

  private final Axis across;
  private final Axis up;
  private final Svg svg;

  /**
   * Draws the axes.
   *
   * @param legend room below the axes
   */
  Plot(String title, Axis across, Axis up, double legend) {
    this.across = across;
    this.up = up;
    this.svg = new Svg(title, BOTTOM + BELOW + legend);
    for (int i = 0; i <= across.ticks(); i++) {
      double x = x(across.at(i));
      svg.line("grid", x, TOP, x, BOTTOM);
      svg.text("soft mid", x, BOTTOM + 15, tick(across.at(i)));
    }
    for (int i = 0; i <= up.ticks(); i++) {
      double y = y(up.at(i));
      svg.line("grid", LEFT, y, RIGHT, y);
      svg.text("soft end", LEFT - 6, y + 4, tick(up.at(i)));
    }
    svg.line("axis", LEFT, BOTTOM, RIGHT, BOTTOM).line("axis", LEFT, TOP, LEFT, BOTTOM);
    svg.text("mid", (LEFT + RIGHT) / 2, BOTTOM + 32, across.label());
    svg.upward("mid", 11, (TOP + BOTTOM) / 2, up.label());
  }

  private static String tick(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Where a value of the horizontal axis is. */
  double x(double value) {
    return LEFT + across.share(value) * (RIGHT - LEFT);
  }

  /** Where a value of the vertical axis is. */
  double y(double value) {
    return BOTTOM - up.share(value) * (BOTTOM - TOP);
  }

  /** Both of them. */
  double[] point(double acrossValue, double upValue) {
    return new double[] {x(acrossValue), y(upValue)};
  }

  /** The base line of the legend's line {@code index}, from 0. */
  double legend(int index) {
    return BOTTOM + BELOW + 14 + 17 * index;
  }

  /** What to draw on. */
  Svg svg() {
    return svg;
  }
}
