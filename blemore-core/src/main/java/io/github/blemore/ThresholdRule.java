package io.github.blemore;

/**
 * The rule of the BLEMORE baseline and of arXiv:2603.23650, section on post-processing. Of the two
 * largest probabilities (on ties those first in class order), the others counting as zero:
 *
 * <ol>
 *   <li>if the largest is below alpha, it is predicted alone;
 *   <li>those below alpha are dropped (equal to alpha stays; a probability of zero never counts);
 *       if one is left, it is predicted alone;
 *   <li>if neutral is one of the two, the larger is predicted alone, on a tie the emotion;
 *   <li>otherwise both are: 50/50 if they differ by at most beta, else 70 for the larger.
 * </ol>
 *
 * @param alpha presence threshold, 0..1
 * @param beta salience threshold, 0..1
 */
public record ThresholdRule(double alpha, double beta) implements DecisionRule {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a threshold is not in 0..1
   */
  public ThresholdRule {
    requireUnit("alpha", alpha);
    requireUnit("beta", beta);
  }

  private static void requireUnit(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s is %s: must be 0..1".formatted(name, value));
    }
  }

  /** Decides on the distribution alone. */
  public Blend decide(EmotionDistribution distribution) {
    return decide(distribution.toArray(), alpha, false);
  }

  /**
   * Decides as the baseline does when its probabilities are float32, which matters only within one
   * rounding of a threshold: alpha is rounded to float32 where the second probability is compared
   * with it, and the difference of the two is taken in float32.
   *
   * @param probabilities float32 {@code [6]}, class order
   * @throws IllegalArgumentException if there are not six, or they are no distribution
   */
  public Blend decide(float[] probabilities) {
    double[] wide = new double[probabilities.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = probabilities[i];
    }
    return decide(EmotionDistribution.of(wide).toArray(), (float) alpha, true);
  }

  @Override
  public Blend decide(Clip clip, EmotionDistribution distribution) {
    return decide(distribution);
  }

  private Blend decide(double[] p, double secondMinimum, boolean float32) {
    int first = p[1] > p[0] ? 1 : 0;
    int second = 1 - first;
    for (int i = 2; i < p.length; i++) {
      if (p[i] > p[first]) {
        second = first;
        first = i;
      } else if (p[i] > p[second]) {
        second = i;
      }
    }
    Emotion strong = Emotion.classOrder().get(first);
    Emotion weak = Emotion.classOrder().get(second);
    boolean alone = p[first] < alpha || p[second] < secondMinimum || p[second] == 0;
    if (alone || strong == Emotion.NEUTRAL || weak == Emotion.NEUTRAL) {
      return Blend.single(strong);
    }
    double difference = p[first] - p[second];
    return (float32 ? (float) difference : difference) <= beta
        ? Blend.equal(strong, weak)
        : Blend.dominant(strong, weak);
  }
}
