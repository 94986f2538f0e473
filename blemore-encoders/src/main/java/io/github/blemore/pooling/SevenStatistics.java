package io.github.blemore.pooling;

import java.util.Arrays;

/**
 * How the BLEMORE baseline makes one vector of a clip's frames: for each feature its mean,
 * population standard deviation, and 10th, 25th, 50th, 75th and 90th percentile over time, these
 * interpolated linearly between the two nearest ranks. All means come first, then all deviations,
 * and so on.
 *
 * <p>Of float32 features, mean and deviation are computed in float32 and the percentiles in
 * float64, as NumPy does; of float64 features all in float64.
 */
public final class SevenStatistics {

  /** Values for each feature. */
  public static final int COUNT = 7;

  private static final double[] PERCENTILES = {0.10, 0.25, 0.50, 0.75, 0.90};

  private SevenStatistics() {}

  /**
   * The statistics of float32 features.
   *
   * @param frames float32 {@code [frames >= 1, dimension >= 1]}, all finite
   * @return float64 {@code [7 * dimension]}
   * @throws IllegalArgumentException if there is no frame, their lengths differ, or a value is NaN
   *     or infinite (which one is said)
   */
  public static double[] of(float[][] frames) {
    int dimension = dimension(frames.length, frames.length == 0 ? 0 : frames[0].length);
    double[] statistics = new double[COUNT * dimension];
    double[] series = new double[frames.length];
    for (int i = 0; i < dimension; i++) {
      float sum = 0;
      for (int t = 0; t < frames.length; t++) {
        requireValue(frames[t].length, dimension, t);
        series[t] = requireFinite(frames[t][i], t, i);
        sum += frames[t][i];
      }
      float mean = sum / frames.length;
      float squares = 0;
      for (float[] frame : frames) {
        squares += (frame[i] - mean) * (frame[i] - mean);
      }
      statistics[i] = mean;
      statistics[dimension + i] = (float) Math.sqrt(squares / frames.length);
      putPercentiles(series, statistics, i, dimension);
    }
    return statistics;
  }

  /**
   * The statistics of float64 features.
   *
   * @param frames float64 {@code [frames >= 1, dimension >= 1]}, all finite
   * @return float64 {@code [7 * dimension]}
   * @throws IllegalArgumentException as of float32 features
   */
  public static double[] of(double[][] frames) {
    int dimension = dimension(frames.length, frames.length == 0 ? 0 : frames[0].length);
    double[] statistics = new double[COUNT * dimension];
    double[] series = new double[frames.length];
    for (int i = 0; i < dimension; i++) {
      double sum = 0;
      for (int t = 0; t < frames.length; t++) {
        requireValue(frames[t].length, dimension, t);
        series[t] = requireFinite(frames[t][i], t, i);
        sum += frames[t][i];
      }
      double mean = sum / frames.length;
      double squares = 0;
      for (double value : series) {
        squares += (value - mean) * (value - mean);
      }
      statistics[i] = mean;
      statistics[dimension + i] = Math.sqrt(squares / frames.length);
      putPercentiles(series, statistics, i, dimension);
    }
    return statistics;
  }

  private static void putPercentiles(
      double[] series, double[] statistics, int feature, int dimension) {
    Arrays.sort(series);
    for (int k = 0; k < PERCENTILES.length; k++) {
      statistics[(k + 2) * dimension + feature] = percentile(series, PERCENTILES[k]);
    }
  }

  private static double percentile(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  private static int dimension(int frames, int dimension) {
    if (dimension == 0) {
      throw new IllegalArgumentException(
          "%d frames of %d values: must be at least one of each".formatted(frames, dimension));
    }
    return dimension;
  }

  private static void requireValue(int length, int dimension, int frame) {
    if (length != dimension) {
      throw new IllegalArgumentException(
          "frame %d has %d values, frame 0 has %d: must be as many"
              .formatted(frame, length, dimension));
    }
  }

  private static double requireFinite(double value, int frame, int feature) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "value %d of frame %d is %s: must be finite".formatted(feature, frame, value));
    }
    return value;
  }
}
