package io.github.blemore.fusion;

/** The same weight for all encoders. */
record EqualWeights(Pooling pooling) implements WeightSearch {

  @Override
  public WeightedFusion search(LabeledVotes votes) {
    return WeightedFusion.equal(votes.encoderIds()).withPooling(pooling);
  }

  /** {@code equal weights, weighted average}, say. */
  @Override
  public String toString() {
    return "equal weights, " + pooling.description();
  }
}
