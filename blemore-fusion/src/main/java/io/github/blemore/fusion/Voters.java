package io.github.blemore.fusion;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The encoders that have a vote on some clip: the only ones whose weights can be chosen. */
final class Voters {

  private Voters() {}

  /**
   * Searches among the encoders that vote; the others get the weight 0.
   *
   * @param search from votes, each encoder having some, to weights in the encoders' order: not
   *     negative, at least one positive
   * @throws IllegalArgumentException if all votes are missing
   */
  static WeightedFusion weigh(
      LabeledVotes votes, Pooling pooling, Function<LabeledVotes, double[]> search) {
    List<String> voting =
        IntStream.range(0, votes.encoderIds().size())
            .filter(encoder -> votesAtAll(votes, encoder))
            .mapToObj(votes.encoderIds()::get)
            .toList();
    if (voting.isEmpty()) {
      throw new IllegalArgumentException(
          "none of %d clips has a vote: there is nothing to choose weights by"
              .formatted(votes.clips()));
    }
    double[] found = search.apply(votes.whereEncoder(voting::contains));
    double[] weights = new double[votes.encoderIds().size()];
    for (int i = 0; i < found.length; i++) {
      weights[votes.encoderIds().indexOf(voting.get(i))] = found[i];
    }
    return fusion(votes, pooling, weights);
  }

  private static boolean votesAtAll(LabeledVotes votes, int encoder) {
    return IntStream.range(0, votes.clips()).anyMatch(clip -> votes.isPresent(encoder, clip));
  }

  /** The fusion with these weights, in the encoders' order. */
  static WeightedFusion fusion(LabeledVotes votes, Pooling pooling, double[] weights) {
    Map<String, Double> byEncoder = new LinkedHashMap<>();
    for (int encoder = 0; encoder < weights.length; encoder++) {
      byEncoder.put(votes.encoderIds().get(encoder), weights[encoder]);
    }
    return WeightedFusion.of(byEncoder).withPooling(pooling);
  }

  /** The same weight for each encoder, summing to one. */
  static double[] equal(LabeledVotes votes) {
    double[] weights = new double[votes.encoderIds().size()];
    Arrays.fill(weights, 1.0 / weights.length);
    return weights;
  }
}
