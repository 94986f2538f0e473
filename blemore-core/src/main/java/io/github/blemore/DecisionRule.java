package io.github.blemore;

/**
 * Makes a {@link Blend} of a distribution: which emotions are present, and which is stronger.
 *
 * <p>Implementations are immutable and safe to share between threads.
 */
public interface DecisionRule {

  /**
   * Decides.
   *
   * @param clip whose distribution it is: a rule adapted to persons looks at {@link Clip#person}
   * @param distribution the fused distribution
   */
  Blend decide(Clip clip, EmotionDistribution distribution);

  /**
   * The BLEMORE rule with these thresholds: {@link ThresholdRule}.
   *
   * @throws IllegalArgumentException if a threshold is not in 0..1
   */
  static ThresholdRule of(double alpha, double beta) {
    return new ThresholdRule(alpha, beta);
  }
}
