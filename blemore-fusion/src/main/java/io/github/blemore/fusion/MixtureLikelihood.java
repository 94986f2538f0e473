package io.github.blemore.fusion;

import io.github.blemore.Blend;
import java.util.List;

/**
 * The likelihood under a weighted average. On clip n let {@code W_n} be the sum of the weights of
 * the votes present, and {@code m_nc = sum of w_e p_nec} over them; then it is the mean over n of
 * {@code (sum over c of t_nc log m_nc) - log W_n}, t being the soft labels. Probabilities below
 * 1e-8 count as that, where the baseline clamps them, too.
 *
 * <p>It is raised by EM for the weights of a mixture: with all votes present, {@code w_e} becomes
 * the mean over n of {@code sum over c of t_nc w_e p_nec / m_nc}. Where votes are missing, the
 * tangent of {@code -log W_n} is a lower bound of it, too, and the greatest bound has that mean
 * divided by the mean of {@code 1 / W_n}, the latter over clips with a vote of e and counting 0 on
 * others. No such step lowers the likelihood.
 *
 * <p>Immutable.
 */
final class MixtureLikelihood implements SoftLabelLikelihood {

  private final int clips;
  private final Presence presence;

  /** {@code [labels]}: of each emotion that a clip shows, how much. */
  private final double[] shares;

  /** {@code [labels, encoders]}: what the votes give to that emotion, 0 if missing. */
  private final double[] probabilities;

  MixtureLikelihood(LabeledVotes votes) {
    List<Blend> truth = votes.truth();
    int encoders = votes.encoderIds().size();
    int labels = truth.stream().mapToInt(shown -> shown.parts().size()).sum();
    this.clips = votes.clips();
    this.presence = new Presence(votes);
    this.shares = new double[labels];
    this.probabilities = new double[labels * encoders];
    int label = 0;
    for (int clip = 0; clip < clips; clip++) {
      for (Blend.Part part : truth.get(clip).parts()) {
        shares[label] = part.salience() / 100.0;
        for (int e = 0; e < encoders; e++) {
          double p = Math.max(votes.probability(e, clip, part.emotion().index()), Pooling.FLOOR);
          probabilities[label * encoders + e] = votes.isPresent(e, clip) ? p : 0;
        }
        label++;
      }
    }
  }

  @Override
  public double value(double[] weights) {
    double sum = 0;
    for (int label = 0; label < shares.length; label++) {
      sum += shares[label] * Math.log(mixture(label, weights));
    }
    for (int clip = 0; clip < clips; clip++) {
      sum -= Math.log(presence.total(clip, weights));
    }
    return sum / clips;
  }

  @Override
  public double[] relativeGradient(double[] weights) {
    double[] relative = new double[weights.length];
    for (int label = 0; label < shares.length; label++) {
      double factor = shares[label] / mixture(label, weights) / clips;
      int from = label * weights.length;
      for (int e = 0; e < weights.length; e++) {
        relative[e] += factor * probabilities[from++];
      }
    }
    double[] scale = presence.meanInverseTotal(weights);
    for (int e = 0; e < weights.length; e++) {
      relative[e] = scale[e] > 0 ? relative[e] / scale[e] - 1 : 0;
    }
    return relative;
  }

  private double mixture(int label, double[] weights) {
    double sum = 0;
    int from = label * weights.length;
    for (double weight : weights) {
      sum += weight * probabilities[from++];
    }
    return sum;
  }

  @Override
  public double[] raise(double[] weights, double[] relativeGradient) {
    double[] raised = new double[weights.length];
    for (int e = 0; e < weights.length; e++) {
      raised[e] = weights[e] * (1 + relativeGradient[e]);
    }
    return raised;
  }
}
