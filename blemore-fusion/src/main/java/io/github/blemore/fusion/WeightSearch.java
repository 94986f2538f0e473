package io.github.blemore.fusion;

import io.github.blemore.threshold.ThresholdSearch;

/**
 * Finds the weights of a late fusion on labeled clips. Heads stay as they are: only their votes are
 * looked at, so these must be on clips the heads were not trained on.
 *
 * <p>Those that look at the votes give encoders that vote on none of the clips the weight 0. What
 * is searched for, and how, is what {@code toString} says. The same votes, settings and seed give
 * the same weights, to the bit, whatever the encoders' order.
 *
 * <p>Implementations are immutable and safe to share between threads.
 */
public interface WeightSearch {

  /**
   * Searches.
   *
   * @param votes on the clips the weights are chosen on
   * @return weights for all encoders that can vote, some of them perhaps 0
   * @throws IllegalArgumentException if the search looks at the votes, and all are missing
   */
  WeightedFusion search(LabeledVotes votes);

  /** The same weight for all, whatever their votes. */
  static WeightSearch equal(Pooling pooling) {
    return new EqualWeights(pooling);
  }

  /** Weights in proportion to the Score that each encoder reaches alone. */
  static ScoreWeights byScore(Pooling pooling) {
    return new ScoreWeights(pooling, ThresholdSearch.exact());
  }

  /** Greedy ensemble selection, for the best Score. */
  static GreedySelection greedy(Pooling pooling) {
    return GreedySelection.of(pooling);
  }

  /**
   * The weights under which the soft labels are most likely: the highest mean over clips of {@code
   * sum over c of t_c log p_c}, t being the soft label and p the fused distribution. No thresholds
   * take part, and there is nothing to set.
   *
   * <p>Under {@link Pooling#ARITHMETIC} this is EM for the weights of a mixture, under {@link
   * Pooling#GEOMETRIC} exponentiated gradient ascent, from equal weights; each step is checked or
   * proven not to lower the likelihood. With all votes present it ends within 1e-7 nats per clip of
   * the maximum, or after 100,000 steps. Where votes are missing, and what they would have weighed
   * goes to the others, there may be several maxima, and it finds one. No weight ends below 1e-12:
   * where an encoder is alone on a clip, it is heard.
   *
   * <p>Probabilities below 1e-8 count as that under both poolings. Clips on which fewer than two
   * encoders vote take no part, weights making no difference to them.
   */
  static WeightSearch likelihood(Pooling pooling) {
    return new MaximumLikelihood(pooling);
  }

  /** CMA-ES over the logarithms of the weights, for the best Score. */
  static DirectSearch direct(Pooling pooling) {
    return DirectSearch.of(pooling);
  }
}
