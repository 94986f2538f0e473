package io.github.blemore;

import java.util.Arrays;
import java.util.Locale;

/**
 * Six probabilities, one for each {@link Emotion} in class order: finite, not negative, summing to
 * one within {@value #SUM_TOLERANCE}.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class EmotionDistribution {

  /** How far the sum may be from one. */
  public static final double SUM_TOLERANCE = 1e-6;

  private final double[] probabilities;

  private EmotionDistribution(double[] probabilities) {
    this.probabilities = probabilities;
  }

  /**
   * The distribution with these probabilities.
   *
   * @param probabilities float64 {@code [6]}, class order; copied, not renormalized
   * @throws IllegalArgumentException if there are not six, one is negative, NaN or infinite, or
   *     they do not sum to one
   */
  public static EmotionDistribution of(double... probabilities) {
    requireSix("probabilities", probabilities.length);
    double sum = 0;
    for (int i = 0; i < Emotion.COUNT; i++) {
      double p = probabilities[i];
      if (!(p >= 0) || Double.isInfinite(p)) {
        throw new IllegalArgumentException(
            "probability of %s is %s: must be finite and not negative"
                .formatted(Emotion.classOrder().get(i).code(), p));
      }
      sum += p;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(
          "probabilities %s sum to %s: must be 1 within %s"
              .formatted(Arrays.toString(probabilities), sum, SUM_TOLERANCE));
    }
    return new EmotionDistribution(probabilities.clone());
  }

  /**
   * The softmax of six logits.
   *
   * @param logits float64 {@code [6]}, class order, any finite values
   * @throws IllegalArgumentException if there are not six or one is NaN or infinite
   */
  public static EmotionDistribution ofLogits(double... logits) {
    requireSix("logits", logits.length);
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < Emotion.COUNT; i++) {
      if (!Double.isFinite(logits[i])) {
        throw new IllegalArgumentException(
            "logit of %s is %s: must be finite"
                .formatted(Emotion.classOrder().get(i).code(), logits[i]));
      }
      max = Math.max(max, logits[i]);
    }
    double[] p = new double[Emotion.COUNT];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return new EmotionDistribution(p);
  }

  private static void requireSix(String what, int length) {
    if (length != Emotion.COUNT) {
      throw new IllegalArgumentException(
          "%s has %d values: must have %d, in class order %s"
              .formatted(
                  what,
                  length,
                  Emotion.COUNT,
                  Emotion.classOrder().stream().map(Emotion::code).toList()));
    }
  }

  /** The probability of one emotion, in 0..1. */
  public double probability(Emotion emotion) {
    return probabilities[emotion.index()];
  }

  /** A copy of the six probabilities, float64 {@code [6]}, class order. */
  public double[] toArray() {
    return probabilities.clone();
  }

  /** The most probable emotion; on a tie the one first in class order. */
  public Emotion mostProbable() {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return Emotion.classOrder().get(best);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmotionDistribution that
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(probabilities);
  }

  /** Such as {@code ang 0.412 disg 0.051 fea 0.020 hap 0.377 sad 0.040 neu 0.100}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Emotion emotion : Emotion.classOrder()) {
      text.append(text.isEmpty() ? "" : " ")
          .append(String.format(Locale.ROOT, "%s %.3f", emotion.code(), probability(emotion)));
    }
    return text.toString();
  }
}
