package io.github.blemore.finetune.augment;

import java.util.random.RandomGenerator;

/**
 * The distribution Beta(alpha, alpha), drawn as one of two gamma variables by their sum.
 *
 * <p>A gamma variable is drawn by Marsaglia &amp; Tsang 2000 ("A simple method for generating gamma
 * variables"), with their section 6 for alpha below 1: one of alpha + 1, times a uniform one to the
 * power of 1 / alpha. All is done in logarithms, so that none vanishes for a small alpha.
 *
 * @param alpha above 0, finite
 */
record SymmetricBeta(double alpha) {

  /** One value, 0..1. */
  double draw(RandomGenerator random) {
    double first = logGamma(random);
    double second = logGamma(random);
    return 1 / (1 + Math.exp(second - first));
  }

  private double logGamma(RandomGenerator random) {
    if (alpha >= 1) {
      return logGammaOf(alpha, random);
    }
    return logGammaOf(alpha + 1, random) + Math.log(aboveZero(random)) / alpha;
  }

  private static double logGammaOf(double shape, RandomGenerator random) {
    double d = shape - 1 / 3.0;
    double c = 1 / (3 * Math.sqrt(d));
    while (true) {
      double x = random.nextGaussian();
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        double logV = 3 * Math.log(root);
        if (Math.log(aboveZero(random)) < x * x / 2 + d * (1 - v + logV)) {
          return Math.log(d) + logV;
        }
      }
    }
  }

  /** Uniform, above 0 up to 1. */
  private static double aboveZero(RandomGenerator random) {
    return 1 - random.nextDouble();
  }
}
