package io.github.blemore.fusion;

/** Which votes there are, for sums of weights over them. Immutable. */
final class Presence {

  private final int clips;
  private final int encoders;

  /** {@code [clips, encoders]}: 1, or 0 for a missing vote. */
  private final double[] present;

  Presence(LabeledVotes votes) {
    this.clips = votes.clips();
    this.encoders = votes.encoderIds().size();
    this.present = new double[clips * encoders];
    for (int clip = 0; clip < clips; clip++) {
      for (int e = 0; e < encoders; e++) {
        present[clip * encoders + e] = votes.isPresent(e, clip) ? 1 : 0;
      }
    }
  }

  boolean isPresent(int encoder, int clip) {
    return present[clip * encoders + encoder] > 0;
  }

  /** How many encoders vote on a clip. */
  int voters(int clip) {
    int voters = 0;
    for (int e = 0; e < encoders; e++) {
      voters += isPresent(e, clip) ? 1 : 0;
    }
    return voters;
  }

  /** The sum of the weights of those that vote on a clip. */
  double total(int clip, double[] weights) {
    double total = 0;
    int from = clip * encoders;
    for (double weight : weights) {
      total += weight * present[from++];
    }
    return total;
  }

  /** For each encoder the mean of {@code 1 / total}, counting 0 where its vote is missing. */
  double[] meanInverseTotal(double[] weights) {
    double[] means = new double[encoders];
    for (int clip = 0; clip < clips; clip++) {
      double inverse = 1 / total(clip, weights) / clips;
      int from = clip * encoders;
      for (int e = 0; e < encoders; e++) {
        means[e] += inverse * present[from++];
      }
    }
    return means;
  }
}
