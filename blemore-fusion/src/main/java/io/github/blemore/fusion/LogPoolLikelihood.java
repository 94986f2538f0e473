package io.github.blemore.fusion;

import io.github.blemore.Emotion;
import java.util.Arrays;

/**
 * The likelihood under a weighted geometric mean. On clip n let {@code s_nc} be the weighted mean
 * of {@code log p_nec} over the votes present; then it is the mean over n of {@code (sum over c of
 * t_nc s_nc) - log(sum over c of exp s_nc)}, t being the soft labels: concave where no vote is
 * missing. Probabilities below 1e-8 count as that.
 *
 * <p>It is raised by exponentiated gradient ascent: each weight is multiplied by {@code exp(rate *
 * relative gradient)}. The rate is doubled after each step, and halved as long as the step would
 * not raise the likelihood by a quarter of what the gradient promises.
 *
 * <p>Remembers its rate, so for one ascent and one thread.
 */
final class LogPoolLikelihood implements SoftLabelLikelihood {

  /** Below this a step is lost in rounding: there is nothing left to gain. */
  private static final double SMALLEST_RATE = 1e-9;

  private static final double PROMISE_KEPT = 0.25;

  private final int clips;
  private final Presence presence;

  /** {@code [clips, encoders, 6]}; 0 where the vote is missing. */
  private final double[] logs;

  /** {@code [clips, 6]}. */
  private final double[] softLabels;

  private double rate = 1;

  LogPoolLikelihood(LabeledVotes votes) {
    this.clips = votes.clips();
    this.presence = new Presence(votes);
    this.logs = VotePool.terms(votes, Pooling.GEOMETRIC);
    this.softLabels =
        votes.truth().stream()
            .flatMapToDouble(shown -> Arrays.stream(shown.softLabel().toArray()))
            .toArray();
  }

  @Override
  public double value(double[] weights) {
    double sum = 0;
    double[] means = new double[Emotion.COUNT];
    for (int clip = 0; clip < clips; clip++) {
      means(clip, weights, means);
      for (int c = 0; c < Emotion.COUNT; c++) {
        sum += softLabels[clip * Emotion.COUNT + c] * means[c];
      }
      sum -= logSumExp(means);
    }
    return sum / clips;
  }

  @Override
  public double[] relativeGradient(double[] weights) {
    double[] relative = new double[weights.length];
    double[] means = new double[Emotion.COUNT];
    for (int clip = 0; clip < clips; clip++) {
      means(clip, weights, means);
      addGradient(clip, presence.total(clip, weights) * clips, means, relative);
    }
    double[] scale = presence.meanInverseTotal(weights);
    for (int e = 0; e < weights.length; e++) {
      relative[e] = scale[e] > 0 ? relative[e] / scale[e] : 0;
    }
    return relative;
  }

  /** The gradient of one clip. */
  private void addGradient(int clip, double divisor, double[] means, double[] gradient) {
    double logSum = logSumExp(means);
    double[] errors = new double[Emotion.COUNT];
    double common = 0;
    for (int c = 0; c < Emotion.COUNT; c++) {
      errors[c] = softLabels[clip * Emotion.COUNT + c] - Math.exp(means[c] - logSum);
      common += errors[c] * means[c];
    }
    int from = clip * gradient.length * Emotion.COUNT;
    for (int e = 0; e < gradient.length; e++) {
      double own = 0;
      for (int c = 0; c < Emotion.COUNT; c++) {
        own += errors[c] * logs[from++];
      }
      gradient[e] += presence.isPresent(e, clip) ? (own - common) / divisor : 0;
    }
  }

  @Override
  public double[] raise(double[] weights, double[] relativeGradient) {
    double value = value(weights);
    double[] scale = presence.meanInverseTotal(weights);
    for (; rate > SMALLEST_RATE; rate /= 2) {
      double[] raised = step(weights, relativeGradient);
      double promised = 0;
      for (int e = 0; e < weights.length; e++) {
        promised += relativeGradient[e] * scale[e] * (raised[e] - weights[e]);
      }
      if (value(raised) >= value + PROMISE_KEPT * promised) {
        rate *= 2;
        return raised;
      }
    }
    return weights;
  }

  /** A step by the present rate, to weights with the same sum. */
  private double[] step(double[] weights, double[] relativeGradient) {
    double steepest = Arrays.stream(relativeGradient).max().orElseThrow();
    double[] raised = new double[weights.length];
    for (int e = 0; e < weights.length; e++) {
      raised[e] = weights[e] * Math.exp(rate * (relativeGradient[e] - steepest));
    }
    double scale = Arrays.stream(weights).sum() / Arrays.stream(raised).sum();
    return Arrays.stream(raised).map(weight -> weight * scale).toArray();
  }

  private void means(int clip, double[] weights, double[] means) {
    Arrays.fill(means, 0);
    double total = presence.total(clip, weights);
    int from = clip * weights.length * Emotion.COUNT;
    for (double weight : weights) {
      double share = weight / total;
      for (int c = 0; c < Emotion.COUNT; c++) {
        means[c] += share * logs[from++];
      }
    }
  }

  private static double logSumExp(double[] values) {
    double max = values[0];
    for (double value : values) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }
}
