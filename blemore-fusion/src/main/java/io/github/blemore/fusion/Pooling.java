package io.github.blemore.fusion;

import java.util.Arrays;

/**
 * What kind of mean of the votes a {@link WeightedFusion} takes. Each sums weighted terms of the
 * votes' probabilities, class by class, then makes a distribution of the six sums.
 */
public enum Pooling {

  /** The weighted average of arXiv:2603.23650: {@code p_c = sum over e of w_e p_ec}. */
  ARITHMETIC("weighted average") {
    @Override
    double term(double probability) {
      return probability;
    }

    @Override
    void finish(double[] sums) {
      // Votes may sum to one only nearly; their average should not be further away.
      divide(sums, Arrays.stream(sums).sum());
    }
  },

  /**
   * The weighted geometric mean, scaled to sum to one: {@code p_c} in proportion to {@code product
   * over e of p_ec^w_e}. Probabilities below {@value #FLOOR} count as that, where the baseline
   * clamps them, too: no single encoder can rule an emotion out for all others. So even an encoder
   * alone keeps no zeros.
   */
  GEOMETRIC("weighted geometric mean") {
    @Override
    double term(double probability) {
      return Math.log(Math.max(probability, FLOOR));
    }

    @Override
    void finish(double[] sums) {
      double max = Arrays.stream(sums).max().orElseThrow();
      double total = 0;
      for (int c = 0; c < sums.length; c++) {
        sums[c] = Math.exp(sums[c] - max);
        total += sums[c];
      }
      divide(sums, total);
    }
  };

  /** The smallest probability whose logarithm is taken. */
  static final double FLOOR = 1e-8;

  private final String description;

  Pooling(String description) {
    this.description = description;
  }

  /** What of a vote's probability is summed up. */
  abstract double term(double probability);

  /** Turns the weighted sums of terms into probabilities, in place. */
  abstract void finish(double[] sums);

  /** {@code weighted average} or {@code weighted geometric mean}. */
  public String description() {
    return description;
  }

  private static void divide(double[] values, double divisor) {
    for (int c = 0; c < values.length; c++) {
      values[c] /= divisor;
    }
  }
}
