package io.github.blemore.simulation;

import java.util.SplittableRandom;

/**
 * A smooth aimless movement: a few sines of random phase around one frequency, of about unit
 * variance.
 *
 * <p>Immutable, safe to share between threads.
 */
final class Wander {

  private static final int SINES = 3;

  private final double[] radiansPerSecond = new double[SINES];
  private final double[] phases = new double[SINES];

  /**
   * A movement.
   *
   * @param random where its phases come from
   * @param hertz its middle frequency; the parts are within a factor of 1.6 of it
   */
  Wander(SplittableRandom random, double hertz) {
    for (int i = 0; i < SINES; i++) {
      radiansPerSecond[i] = 2 * Math.PI * hertz * random.nextDouble(1 / 1.6, 1.6);
      phases[i] = random.nextDouble(2 * Math.PI);
    }
  }

  /** Where it is at a time in seconds. */
  double at(double seconds) {
    double sum = 0;
    for (int i = 0; i < SINES; i++) {
      sum += Math.sin(radiansPerSecond[i] * seconds + phases[i]);
    }
    return sum * Math.sqrt(2.0 / SINES);
  }
}
