package io.github.blemore;

/**
 * Judges how far a decision can be trusted.
 *
 * <p>Implementations are immutable and safe to share between threads.
 */
public interface ConfidenceRule {

  /**
   * Judges.
   *
   * @param distribution the fused distribution
   * @param decided the blend that was decided on it
   */
  Confidence judge(EmotionDistribution distribution, Blend decided);
}
