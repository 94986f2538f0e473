package io.github.blemore.head;

import java.util.List;

/**
 * Brings each feature to mean 0 and population standard deviation 1, as scikit-learn's {@code
 * StandardScaler}: mean and deviation are float64, of the windows it was fitted on; a feature that
 * is constant there is scaled by 1, so that it becomes 0.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Standardizer {

  private static final double EPSILON = Math.ulp(1.0);

  private final double[] mean;
  private final double[] scale;

  private Standardizer(double[] mean, double[] scale) {
    this.mean = mean;
    this.scale = scale;
  }

  /**
   * One that was fitted before.
   *
   * @param mean of each feature, float64 {@code [dimension]}, finite; copied
   * @param scale what to divide it by, float64 {@code [dimension]}, finite and above 0; copied
   * @throws IllegalArgumentException if there is no feature, not one scale for each, or a value is
   *     out of its range (which one is said)
   */
  public static Standardizer of(double[] mean, double[] scale) {
    if (mean.length == 0 || mean.length != scale.length) {
      throw new IllegalArgumentException(
          "%d means and %d scales: must be as many, and at least one"
              .formatted(mean.length, scale.length));
    }
    for (int i = 0; i < mean.length; i++) {
      if (!Double.isFinite(mean[i])) {
        throw new IllegalArgumentException(
            "mean of feature %d is %s: must be finite".formatted(i, mean[i]));
      }
      if (!(scale[i] > 0) || Double.isInfinite(scale[i])) {
        throw new IllegalArgumentException(
            "scale of feature %d is %s: must be finite and above 0".formatted(i, scale[i]));
      }
    }
    return new Standardizer(mean.clone(), scale.clone());
  }

  /** Fits it to all windows of a set. */
  public static Standardizer fit(TrainingSet set) {
    List<float[]> windows = set.windows();
    double[] mean = new double[set.dimension()];
    double[] scale = new double[mean.length];
    for (float[] window : windows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += window[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= windows.size();
    }
    boolean[] varies = new boolean[mean.length];
    for (float[] window : windows) {
      for (int i = 0; i < mean.length; i++) {
        double difference = window[i] - mean[i];
        scale[i] += difference * difference;
        varies[i] |= window[i] != windows.get(0)[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      double variance = scale[i] / windows.size();
      if (!varies[i]) {
        // The mean of equal numbers may be a rounding error off them.
        mean[i] = windows.get(0)[i];
      }
      scale[i] = isRounding(variance, mean[i], windows.size()) ? 1 : Math.sqrt(variance);
    }
    return new Standardizer(mean, scale);
  }

  /** Scikit-learn's bound under which a variance is but the rounding error of a constant's. */
  private static boolean isRounding(double variance, double mean, int count) {
    double error = count * mean * EPSILON;
    return variance <= count * EPSILON * variance + error * error;
  }

  /** How many features it takes. */
  public int dimension() {
    return mean.length;
  }

  /** A copy of the means, float64 {@code [dimension]}. */
  public double[] mean() {
    return mean.clone();
  }

  /** A copy of the deviations, 1 for a constant feature, float64 {@code [dimension]}. */
  public double[] scale() {
    return scale.clone();
  }

  /**
   * Standardizes one window.
   *
   * @param features float32 {@code [dimension]}
   * @return float32 {@code [dimension]}, computed in float64 and rounded once
   */
  public float[] apply(float[] features) {
    if (features.length != mean.length) {
      throw new IllegalArgumentException(
          "%d features: must be %d".formatted(features.length, mean.length));
    }
    float[] standardized = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      standardized[i] = (float) ((features[i] - mean[i]) / scale[i]);
    }
    return standardized;
  }
}
