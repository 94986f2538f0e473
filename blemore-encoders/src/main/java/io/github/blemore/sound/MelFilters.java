package io.github.blemore.sound;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Triangular filters equally spaced on a mel scale, kept as the few bins each one covers.
 *
 * <p>Immutable, safe to share between threads.
 */
final class MelFilters {

  private final int[] firstBin;
  private final double[][] weights;

  private MelFilters(int[] firstBin, double[][] weights) {
    this.firstBin = firstBin;
    this.weights = weights;
  }

  /**
   * Kaldi's: 20 Hz to 8 kHz, mel = 1127 ln(1 + f/700), triangles linear in mel.
   *
   * @param count filters
   * @param bins how many bins count, from 0 up
   * @param binHz distance of two bins
   */
  static MelFilters kaldi(int count, int bins, double binHz) {
    double low = 1127 * Math.log1p(20 / 700.0);
    double high = 1127 * Math.log1p(8000 / 700.0);
    double[] corners = corners(count, low, high, mel -> mel);
    return triangles(corners, bins, bin -> 1127 * Math.log1p(bin * binHz / 700));
  }

  /**
   * HTK's scale as torchaudio has it: 0 Hz to 8 kHz, mel = 2595 log10(1 + f/700), triangles linear
   * in Hz.
   */
  static MelFilters htk(int count, int bins, double binHz) {
    double high = 2595 * Math.log10(1 + 8000 / 700.0);
    double[] corners = corners(count, 0, high, mel -> 700 * (Math.pow(10, mel / 2595) - 1));
    return triangles(corners, bins, bin -> bin * binHz);
  }

  private static double[] corners(
      int count, double low, double high, DoubleUnaryOperator melToAxis) {
    double[] corners = new double[count + 2];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = melToAxis.applyAsDouble(low + (high - low) * i / (count + 1));
    }
    return corners;
  }

  private static MelFilters triangles(double[] corners, int bins, DoubleUnaryOperator binToAxis) {
    int count = corners.length - 2;
    int[] firstBin = new int[count];
    double[][] weights = new double[count][];
    double[] scratch = new double[bins];
    for (int i = 0; i < count; i++) {
      int first = 0;
      int end = 0;
      for (int bin = 0; bin < bins; bin++) {
        double at = binToAxis.applyAsDouble(bin);
        double up = (at - corners[i]) / (corners[i + 1] - corners[i]);
        double down = (corners[i + 2] - at) / (corners[i + 2] - corners[i + 1]);
        double weight = Math.min(up, down);
        if (weight > 0) {
          first = end == 0 ? bin : first;
          scratch[bin - first] = weight;
          end = bin + 1;
        }
      }
      firstBin[i] = first;
      weights[i] = Arrays.copyOf(scratch, end - first);
    }
    return new MelFilters(firstBin, weights);
  }

  int count() {
    return weights.length;
  }

  /** Sums a power spectrum under each filter into {@code out}. */
  void apply(double[] power, double[] out) {
    for (int i = 0; i < weights.length; i++) {
      double sum = 0;
      double[] triangle = weights[i];
      for (int j = 0; j < triangle.length; j++) {
        sum += triangle[j] * power[firstBin[i] + j];
      }
      out[i] = sum;
    }
  }

  /**
   * The orthonormal DCT-II, {@code [coefficients, inputs]}.
   *
   * @param coefficients rows, from coefficient 0 up
   */
  static double[][] dct(int coefficients, int inputs) {
    double[][] matrix = new double[coefficients][inputs];
    for (int k = 0; k < coefficients; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / inputs);
      for (int n = 0; n < inputs; n++) {
        matrix[k][n] = scale * Math.cos(Math.PI / inputs * (n + 0.5) * k);
      }
    }
    return matrix;
  }
}
