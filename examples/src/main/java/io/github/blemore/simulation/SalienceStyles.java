package io.github.blemore.simulation;

import java.util.SplittableRandom;

/**
 * How differently people show that one of two emotions is stronger. The stronger one gets a share
 * of a half and a dominance, the weaker one what is left.
 */
public enum SalienceStyles {
  /** All alike: a dominance of 0.21. */
  EQUAL(0.21, 0.21),
  /** Each person has a dominance of their own, from 0.10 to 0.32. */
  PERSONAL(0.10, 0.32),
  /** The same, from 0.04, hardly to be seen, to 0.40, where the weaker emotion nearly vanishes. */
  WIDE(0.04, 0.40);

  private final double least;
  private final double most;

  SalienceStyles(double least, double most) {
    this.least = least;
    this.most = most;
  }

  /** A person's dominance; takes as much randomness for all styles. */
  double dominance(SplittableRandom random) {
    return least + (most - least) * random.nextDouble();
  }
}
