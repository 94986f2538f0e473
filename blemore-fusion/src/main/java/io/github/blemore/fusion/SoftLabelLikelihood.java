package io.github.blemore.fusion;

/**
 * The mean log likelihood of clips' soft labels under a fusion of the votes on them, in nats, as a
 * function of the weights; and a way to raise it. Weights are in the encoders' order, all above
 * zero. Their scale makes no difference, so the scalar product of weights and gradient is zero.
 * Every clip has a vote.
 */
interface SoftLabelLikelihood {

  /** The mean log likelihood. */
  double value(double[] weights);

  /**
   * Its derivatives, each divided by the mean over clips of one over the sum of the weights of
   * those that vote, counting 0 where that encoder does not. With no vote missing, and weights
   * summing to one, that is one, and this is the gradient. 0 for an encoder that never votes.
   */
  double[] relativeGradient(double[] weights);

  /**
   * Weights under which the likelihood is not lower.
   *
   * @param relativeGradient at the weights
   * @return not negative, on any scale; the same weights if there is nothing to gain
   */
  double[] raise(double[] weights, double[] relativeGradient);
}
