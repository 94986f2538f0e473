package io.github.blemore.fusion;

import io.github.blemore.threshold.ThresholdSearch;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Weights in proportion to the Score that each encoder reaches alone, with the thresholds that are
 * best for it; equal ones if all Scores are 0. Clips it has no vote on count as wrong.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class ScoreWeights implements WeightSearch {

  private final Pooling pooling;
  private final ThresholdSearch thresholds;

  ScoreWeights(Pooling pooling, ThresholdSearch thresholds) {
    this.pooling = pooling;
    this.thresholds = thresholds;
  }

  /** This search with other thresholds; unless said otherwise they are the best of all. */
  public ScoreWeights withThresholds(ThresholdSearch search) {
    return new ScoreWeights(pooling, search);
  }

  @Override
  public WeightedFusion search(LabeledVotes votes) {
    return Voters.weigh(votes, pooling, this::weigh);
  }

  private double[] weigh(LabeledVotes votes) {
    // Alone there is nothing to pool: an encoder's probabilities are taken as they are.
    double[] scores =
        votes.encoderIds().stream()
            .map(encoder -> votes.fuse(WeightedFusion.equal(List.of(encoder))))
            .mapToDouble(alone -> alone.best(thresholds).score())
            .toArray();
    return DoubleStream.of(scores).anyMatch(score -> score > 0) ? scores : Voters.equal(votes);
  }

  /** Such as {@code weights in proportion to the Score alone, with ..., weighted average}. */
  @Override
  public String toString() {
    return "weights in proportion to the Score alone, with %s, %s"
        .formatted(thresholds, pooling.description());
  }
}
