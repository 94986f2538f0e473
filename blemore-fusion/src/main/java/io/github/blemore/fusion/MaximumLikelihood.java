package io.github.blemore.fusion;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@link WeightSearch#likelihood}. It ends when no component of the {@linkplain
 * SoftLabelLikelihood#relativeGradient relative gradient} is above 1e-7. With all votes present the
 * likelihood is concave in the weights, so its maximum is above what was reached by no more than
 * the largest component: the scalar product of gradient and weights is zero.
 */
record MaximumLikelihood(Pooling pooling) implements WeightSearch {

  /** In nats per clip. */
  private static final double TOLERANCE = 1e-7;

  private static final int MOST_STEPS = 100_000;

  /** No weight falls below this, so that an encoder is heard on a clip on which it is alone. */
  private static final double SMALLEST_WEIGHT = 1e-12;

  @Override
  public WeightedFusion search(LabeledVotes votes) {
    return Voters.weigh(votes, pooling, this::weigh);
  }

  /**
   * Searches.
   *
   * @param votes of encoders that all vote on some clip
   */
  double[] weigh(LabeledVotes votes) {
    Set<String> weighed = withSeveralVotes(votes);
    double[] weights = Voters.equal(votes);
    if (weighed.isEmpty()) {
      return weights;
    }
    SoftLabelLikelihood likelihood = likelihood(votes.whereClip(weighed::contains));
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] gradient = likelihood.relativeGradient(weights);
      if (Arrays.stream(gradient).max().orElseThrow() <= TOLERANCE) {
        return weights;
      }
      double[] raised = likelihood.raise(weights, gradient);
      if (Arrays.equals(raised, weights)) {
        return weights;
      }
      weights = scaled(raised);
    }
    return weights;
  }

  SoftLabelLikelihood likelihood(LabeledVotes votes) {
    return pooling == Pooling.ARITHMETIC
        ? new MixtureLikelihood(votes)
        : new LogPoolLikelihood(votes);
  }

  /** The ids of the clips on which two encoders vote, or more. */
  private static Set<String> withSeveralVotes(LabeledVotes votes) {
    Presence presence = new Presence(votes);
    return IntStream.range(0, votes.clips())
        .filter(clip -> presence.voters(clip) > 1)
        .mapToObj(votes.clipIds()::get)
        .collect(Collectors.toSet());
  }

  private static double[] scaled(double[] weights) {
    double total = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> Math.max(w / total, SMALLEST_WEIGHT)).toArray();
  }

  /** Such as {@code maximum likelihood of the soft labels, weighted average}. */
  @Override
  public String toString() {
    return "maximum likelihood of the soft labels, " + pooling.description();
  }
}
