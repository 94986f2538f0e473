package io.github.blemore.fusion;

import io.github.blemore.Emotion;
import io.github.blemore.threshold.Probabilities;
import java.util.Arrays;
import java.util.Map;

/** Votes prepared for one pooling, to be fused with one set of weights after the other. */
final class VotePool {

  private final LabeledVotes votes;
  private final Pooling pooling;

  /** {@code [clips, encoders, 6]}; 0 where the vote is missing. */
  private final double[] terms;

  VotePool(LabeledVotes votes, Pooling pooling) {
    this.votes = votes;
    this.pooling = pooling;
    this.terms = terms(votes, pooling);
  }

  /** What the pooling sums up of each vote, {@code [clips, encoders, 6]}; 0 where it is missing. */
  static double[] terms(LabeledVotes votes, Pooling pooling) {
    int encoders = votes.encoderIds().size();
    double[] terms = new double[votes.clips() * encoders * Emotion.COUNT];
    int to = 0;
    for (int clip = 0; clip < votes.clips(); clip++) {
      for (int encoder = 0; encoder < encoders; encoder++) {
        for (int c = 0; c < Emotion.COUNT; c++, to++) {
          terms[to] =
              votes.isPresent(encoder, clip)
                  ? pooling.term(votes.probability(encoder, clip, c))
                  : 0;
        }
      }
    }
    return terms;
  }

  /**
   * Fuses the votes on each clip.
   *
   * @throws IllegalArgumentException if there is a weight for an encoder that does not vote
   */
  FusedVotes fuse(WeightedFusion fusion) {
    double[] weights = weights(fusion.weights());
    double[] rows = new double[votes.clips() * Emotion.COUNT];
    int[] answered = new int[votes.clips()];
    int count = 0;
    double[] sums = new double[Emotion.COUNT];
    for (int clip = 0; clip < votes.clips(); clip++) {
      double total = presentWeight(clip, weights);
      if (total > 0) {
        Arrays.fill(sums, 0);
        add(sums, clip, weights, total);
        pooling.finish(sums);
        System.arraycopy(sums, 0, rows, count * Emotion.COUNT, Emotion.COUNT);
        answered[count++] = clip;
      }
    }
    return new FusedVotes(
        votes,
        Arrays.copyOf(answered, count),
        Probabilities.of(Arrays.copyOf(rows, count * Emotion.COUNT)));
  }

  private double[] weights(Map<String, Double> byEncoder) {
    if (!votes.encoderIds().containsAll(byEncoder.keySet())) {
      throw new IllegalArgumentException(
          "weights for encoders %s: those that vote are %s"
              .formatted(byEncoder.keySet(), votes.encoderIds()));
    }
    return votes.encoderIds().stream().mapToDouble(id -> byEncoder.getOrDefault(id, 0.0)).toArray();
  }

  private double presentWeight(int clip, double[] weights) {
    double total = 0;
    for (int encoder = 0; encoder < weights.length; encoder++) {
      total += votes.isPresent(encoder, clip) ? weights[encoder] : 0;
    }
    return total;
  }

  private void add(double[] sums, int clip, double[] weights, double total) {
    int from = clip * weights.length * Emotion.COUNT;
    for (double weight : weights) {
      double share = weight / total;
      for (int c = 0; c < sums.length; c++) {
        sums[c] += share * terms[from++];
      }
    }
  }
}
