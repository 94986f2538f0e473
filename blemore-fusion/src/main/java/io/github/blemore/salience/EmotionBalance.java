package io.github.blemore.salience;

import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.Arrays;
import java.util.List;

/**
 * Weights of the emotions in one person's clips. Some people's anger is hard to see, others look
 * sad when they are not: over all their clips an emotion gets too little probability, or too much.
 * With the weights a person's mean distribution is as usual.
 *
 * <p>That is estimating a shift of class frequencies the other way round (Saerens et al. 2002): the
 * frequencies are taken to be known, and the shift to be the person's.
 *
 * <p>Immutable, safe to share between threads.
 */
final class EmotionBalance {

  private static final int STEPS = 200;
  private static final double CLOSE = 1e-9;

  /**
   * How large a weight may get, and one over it how small: an emotion may be missing altogether.
   */
  private static final double MOST = 1e3;

  /** A mean probability below this counts as this. */
  private static final double LEAST = 1e-4;

  static final EmotionBalance NONE = new EmotionBalance(ones());

  private final double[] weights;

  private EmotionBalance(double[] weights) {
    this.weights = weights;
  }

  private static double[] ones() {
    double[] ones = new double[Emotion.COUNT];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * The weights of a person.
   *
   * @param clips of the person, at least one
   * @param usual the mean distribution of many people's clips, float64 {@code [6]}
   * @param trust the power the weights are raised to, 0 for none of them to 1
   */
  static EmotionBalance of(List<EmotionDistribution> clips, double[] usual, double trust) {
    double[] weights = ones();
    double change = 1;
    for (int step = 0; step < STEPS && change > CLOSE; step++) {
      double[] mean = mean(new EmotionBalance(weights).applyAll(clips));
      change = 0;
      for (int i = 0; i < weights.length; i++) {
        double factor = usual[i] / Math.max(mean[i], LEAST);
        change = Math.max(change, Math.abs(factor - 1) * usual[i]);
        weights[i] = Math.max(1 / MOST, Math.min(MOST, weights[i] * factor));
      }
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.pow(weights[i], trust);
    }
    return new EmotionBalance(weights);
  }

  /** The mean of some distributions, float64 {@code [6]}. */
  static double[] mean(List<EmotionDistribution> clips) {
    double[] mean = new double[Emotion.COUNT];
    for (EmotionDistribution clip : clips) {
      double[] p = clip.toArray();
      for (int i = 0; i < mean.length; i++) {
        mean[i] += p[i] / clips.size();
      }
    }
    return mean;
  }

  List<EmotionDistribution> applyAll(List<EmotionDistribution> clips) {
    return clips.stream().map(this::apply).toList();
  }

  /** A distribution with these weights; itself if they leave nothing of it. */
  EmotionDistribution apply(EmotionDistribution distribution) {
    double[] p = distribution.toArray();
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] *= weights[i];
      sum += p[i];
    }
    if (!(sum > 0) || equals(NONE)) {
      return distribution;
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return EmotionDistribution.of(p);
  }

  /** A copy of the weights, float64 {@code [6]}, class order. */
  double[] weights() {
    return weights.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmotionBalance that && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return Arrays.toString(weights);
  }
}
