package io.github.blemore.simulation;

/** Keeps random values where they make sense. */
final class Range {

  private Range() {}

  /** The value, or the nearer end if it is outside. */
  static double limit(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }

  /** The value, within 0..1. */
  static double unit(double value) {
    return limit(value, 0, 1);
  }
}
