package io.github.blemore.fusion;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.threshold.ThresholdSearch;

/** Says how good weights are, for searches that want the best Score. Immutable. */
final class WeightJudge {

  /**
   * How good weights are: the higher Score is better, and on a tie the lower cross-entropy. That
   * changes with every weight, while Scores are steps.
   *
   * @param score with the best thresholds, clips without a vote being wrong
   * @param crossEntropy of the soft labels and the fused distributions, mean over all clips in
   *     nats; probabilities count as at least 1e-8, and clips without a vote as if all emotions
   *     were equally probable
   */
  record Verdict(double score, double crossEntropy) implements Comparable<Verdict> {

    /** The better one is the greater one. */
    @Override
    public int compareTo(Verdict other) {
      int byScore = Double.compare(score, other.score);
      return byScore != 0 ? byScore : Double.compare(other.crossEntropy, crossEntropy);
    }
  }

  private final LabeledVotes votes;
  private final Pooling pooling;
  private final ThresholdSearch thresholds;
  private final VotePool pool;

  WeightJudge(LabeledVotes votes, Pooling pooling, ThresholdSearch thresholds) {
    this.votes = votes;
    this.pooling = pooling;
    this.thresholds = thresholds;
    this.pool = new VotePool(votes, pooling);
  }

  /**
   * Judges.
   *
   * @param weights in the encoders' order, not negative, at least one positive; scaled to sum to
   *     one
   */
  Verdict judge(double[] weights) {
    FusedVotes fused = pool.fuse(Voters.fusion(votes, pooling, weights));
    return new Verdict(fused.best(thresholds).score(), crossEntropy(fused));
  }

  private double crossEntropy(FusedVotes fused) {
    int answered = fused.probabilities().clips();
    double sum = (votes.clips() - answered) * Math.log(Emotion.COUNT);
    int row = 0;
    for (Blend shown : fused.truth()) {
      double[] p = fused.probabilities().row(row++);
      for (Blend.Part part : shown.parts()) {
        double probability = Math.max(p[part.emotion().index()], Pooling.FLOOR);
        sum -= part.salience() / 100.0 * Math.log(probability);
      }
    }
    return sum / votes.clips();
  }
}
