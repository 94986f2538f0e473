package io.github.blemore.threshold;

/**
 * A clip that the thresholds decide about: some predict it right, others wrong. {@link
 * io.github.blemore.ThresholdRule} predicts the more probable of its two emotions alone where alpha
 * is above {@code lastAlpha}, and both where it is not: at 50/50 where beta is {@code difference}
 * or more, else at 70/30.
 *
 * @param lastAlpha the largest alpha at which both emotions are predicted, above 0
 * @param difference the smallest beta at which they are predicted at 50/50; may be above 1
 * @param truth what the clip really shows
 */
record UndecidedClip(double lastAlpha, double difference, Truth truth)
    implements Comparable<UndecidedClip> {

  /** What a clip shows, in terms of its two most probable emotions. */
  enum Truth {
    /** The more probable one alone. */
    FIRST_ALONE,
    /** Both at 50/50. */
    EQUAL,
    /** Both, the more probable one at 70. */
    FIRST_STRONGER,
    /** Both, the more probable one at 30: no beta predicts that. */
    SECOND_STRONGER
  }

  /** By last alpha. */
  @Override
  public int compareTo(UndecidedClip other) {
    int byAlpha = Double.compare(lastAlpha, other.lastAlpha);
    int byDifference = Double.compare(difference, other.difference);
    return byAlpha != 0 ? byAlpha : byDifference != 0 ? byDifference : truth.compareTo(other.truth);
  }

  /** Whether the predicted set of emotions is the true one. */
  boolean presentAt(double alpha) {
    return alpha > lastAlpha == (truth == Truth.FIRST_ALONE);
  }

  /** Whether two emotions are predicted, both right and at the true saliences. */
  boolean salientAt(double alpha, double beta) {
    return alpha <= lastAlpha
        && (beta < difference ? truth == Truth.FIRST_STRONGER : truth == Truth.EQUAL);
  }
}
