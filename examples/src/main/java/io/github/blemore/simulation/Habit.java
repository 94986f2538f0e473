package io.github.blemore.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Which of several ways to do something a person chooses. */
final class Habit {

  private Habit() {}

  /**
   * Chooses one of several variants for a take. A person likes some more than others: their
   * preferences are exponentially distributed, so that often one of three is rare.
   *
   * @param person decides what this person likes; must stand at the same place for all their takes
   * @param take decides what it is this time
   */
  static <T> T choose(List<T> variants, SplittableRandom person, SplittableRandom take) {
    double[] preferences = new double[variants.size()];
    double sum = 0;
    for (int i = 0; i < preferences.length; i++) {
      preferences[i] = -Math.log(1 - person.nextDouble());
      sum += preferences[i];
    }
    double left = take.nextDouble(sum);
    int chosen = 0;
    while (chosen < preferences.length - 1 && left >= preferences[chosen]) {
      left -= preferences[chosen];
      chosen++;
    }
    return variants.get(chosen);
  }

  /** A gain around 1 whose logarithm has this standard deviation. */
  static double gain(double spread, SplittableRandom random) {
    return Math.exp(spread * random.nextGaussian());
  }
}
