package io.github.blemore.simulation;

import java.awt.Color;

/** Colors made of colors. */
final class Palette {

  private Palette() {}

  /** A share of the way from one color to another; outside 0..1 it is limited. */
  static Color mix(Color from, Color to, double share) {
    double s = Math.max(0, Math.min(1, share));
    return new Color(
        (int) Math.round(from.getRed() + s * (to.getRed() - from.getRed())),
        (int) Math.round(from.getGreen() + s * (to.getGreen() - from.getGreen())),
        (int) Math.round(from.getBlue() + s * (to.getBlue() - from.getBlue())));
  }

  /** The color in less light (below 1) or more (above 1). */
  static Color lit(Color color, double light) {
    return new Color(
        level(color.getRed() * light),
        level(color.getGreen() * light),
        level(color.getBlue() * light));
  }

  /** The color, this opaque: 0..1. */
  static Color translucent(Color color, double opacity) {
    return new Color(
        color.getRed(), color.getGreen(), color.getBlue(), level(255 * Math.max(0, opacity)));
  }

  private static int level(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }
}
