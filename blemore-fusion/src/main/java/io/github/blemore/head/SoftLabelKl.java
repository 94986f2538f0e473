package io.github.blemore.head;

import io.github.blemore.Emotion;

/**
 * The loss heads are trained by, and its gradient, with the baseline's rules: probabilities are the
 * softmax of the logits; each is raised to at least 1e-8; the loss is the Kullback-Leibler
 * divergence of the labels from them, {@code sum t (log t - log p)} with {@code 0 log 0 = 0},
 * summed over the six classes and averaged over the rows. A probability below 1e-8 passes no
 * gradient: where it is that of the only emotion shown, the row has none at all.
 *
 * <p>All matrices are {@code [rows, 6]}, row by row, in class order, with at least one row; each
 * row of labels sums to one. Of the float32 methods, probabilities and results are rounded to
 * float32, sums are not.
 */
public final class SoftLabelKl {

  /** What a probability is raised to before its logarithm is taken. */
  public static final double LEAST_PROBABILITY = 1e-8;

  private SoftLabelKl() {}

  /**
   * The softmax of each row.
   *
   * @throws IllegalArgumentException if there is no row, or an incomplete one
   */
  public static double[] probabilities(double[] logits) {
    requireRows(logits.length, logits.length);
    double[] probabilities = new double[logits.length];
    for (int row = 0; row < logits.length; row += Emotion.COUNT) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = row; i < row + Emotion.COUNT; i++) {
        largest = Math.max(largest, logits[i]);
      }
      double sum = 0;
      for (int i = row; i < row + Emotion.COUNT; i++) {
        probabilities[i] = Math.exp(logits[i] - largest);
        sum += probabilities[i];
      }
      for (int i = row; i < row + Emotion.COUNT; i++) {
        probabilities[i] /= sum;
      }
    }
    return probabilities;
  }

  /** The softmax of each row, in float32. */
  public static float[] probabilities(float[] logits) {
    return narrow(probabilities(wide(logits)));
  }

  /**
   * The loss of logits.
   *
   * @throws IllegalArgumentException if there is no row, or not as many logits as labels
   */
  public static double loss(double[] logits, double[] labels) {
    return ofProbabilities(probabilities(logits), labels);
  }

  /** The loss of logits, in float32. */
  public static float loss(float[] logits, float[] labels) {
    return ofProbabilities(probabilities(logits), labels);
  }

  /**
   * The loss of probabilities.
   *
   * @throws IllegalArgumentException if there is no row, or not as many probabilities as labels
   */
  public static double ofProbabilities(double[] probabilities, double[] labels) {
    requireRows(probabilities.length, labels.length);
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] > 0) {
        sum +=
            labels[i]
                * (Math.log(labels[i]) - Math.log(Math.max(probabilities[i], LEAST_PROBABILITY)));
      }
    }
    int rows = labels.length / Emotion.COUNT;
    return sum / rows;
  }

  /** The loss of probabilities, in float32. */
  public static float ofProbabilities(float[] probabilities, float[] labels) {
    return (float) ofProbabilities(wide(probabilities), wide(labels));
  }

  /**
   * The gradient of {@link #loss(double[], double[])} with respect to the logits. With {@code m}
   * the labels of the probabilities not below 1e-8, it is {@code (p sum(m) - m) / rows}.
   *
   * @throws IllegalArgumentException if there is no row, or not as many logits as labels
   */
  public static double[] gradient(double[] logits, double[] labels) {
    requireRows(logits.length, labels.length);
    return gradientOf(probabilities(logits), labels);
  }

  /** The gradient with respect to the logits, in float32. */
  public static float[] gradient(float[] logits, float[] labels) {
    requireRows(logits.length, labels.length);
    return narrow(gradientOf(wide(probabilities(logits)), wide(labels)));
  }

  private static double[] gradientOf(double[] probabilities, double[] labels) {
    int rows = labels.length / Emotion.COUNT;
    double[] gradient = new double[labels.length];
    for (int row = 0; row < labels.length; row += Emotion.COUNT) {
      double seen = 0;
      for (int i = row; i < row + Emotion.COUNT; i++) {
        gradient[i] = probabilities[i] >= LEAST_PROBABILITY ? -labels[i] : 0;
        seen -= gradient[i];
      }
      for (int i = row; i < row + Emotion.COUNT; i++) {
        gradient[i] = (gradient[i] + probabilities[i] * seen) / rows;
      }
    }
    return gradient;
  }

  private static void requireRows(int values, int labels) {
    if (values == 0 || values % Emotion.COUNT != 0 || values != labels) {
      throw new IllegalArgumentException(
          "%d values and %d labels: must both be [rows, %d], with at least one row"
              .formatted(values, labels, Emotion.COUNT));
    }
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
