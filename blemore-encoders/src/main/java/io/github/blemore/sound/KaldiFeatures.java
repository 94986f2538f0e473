package io.github.blemore.sound;

import java.util.Arrays;

/**
 * Log mel filter bank energies and MFCC as Kaldi defines them and {@code
 * torchaudio.compliance.kaldi} computes them, for 16 kHz mono sound of full scale -1..1 (not scaled
 * to 16-bit integers), without dither.
 *
 * <p>Frames of 400 samples every 160, only whole ones: {@code 1 + (samples - 400) / 160}. From
 * each, its mean is subtracted, then a pre-emphasis of 0.97 (the first sample is its own
 * predecessor), a window, the power of a 512-point FFT, triangular filters from 20 Hz to 8 kHz on
 * mel = 1127 ln(1 + f/700), and the natural logarithm, floored at that of 2^-23.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class KaldiFeatures {

  /** Samples in a frame, 25 ms at 16 kHz. */
  public static final int FRAME = 400;

  /** Samples from one frame to the next, 10 ms at 16 kHz. */
  public static final int HOP = 160;

  private static final int FFT = 512;
  private static final int MFCC_BINS = 23;
  private static final int LIFTER = 22;
  private static final double PRE_EMPHASIS = 0.97;
  private static final double FLOOR = Math.pow(2, -23);

  private final RealFft fft = new RealFft(FFT);
  private final double[] window;
  private final MelFilters filters;
  private final double[][] cepstrum;

  private KaldiFeatures(double windowPower, int bins, double[][] cepstrum) {
    this.window = new double[FRAME];
    for (int i = 0; i < FRAME; i++) {
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (FRAME - 1));
      window[i] = Math.pow(hann, windowPower);
    }
    this.filters = MelFilters.kaldi(bins, FFT / 2, 16000.0 / FFT);
    this.cepstrum = cepstrum;
  }

  /**
   * Filter bank energies with a symmetric Hann window: what the Audio Spectrogram Transformer (Gong
   * et al. 2021) and those after it take. Its extractor subtracts the clip's mean first: so must
   * the caller, to get the same numbers.
   *
   * @param bins filters, such as 128
   * @throws IllegalArgumentException if not 1..256
   */
  public static KaldiFeatures fbank(int bins) {
    if (bins < 1 || bins > 256) {
      throw new IllegalArgumentException("bins is %d: must be 1..256".formatted(bins));
    }
    return new KaldiFeatures(1, bins, new double[0][]);
  }

  /**
   * MFCC: Povey window (symmetric Hann to the power 0.85), 23 filters, orthonormal DCT-II, lifter 1
   * + 11 sin(pi k / 22). Coefficient 0 comes first.
   *
   * @param coefficients how many, 13 by Kaldi's default
   * @throws IllegalArgumentException if not 1..23
   */
  public static KaldiFeatures mfcc(int coefficients) {
    if (coefficients < 1 || coefficients > MFCC_BINS) {
      throw new IllegalArgumentException(
          "coefficients is %d: must be 1..%d".formatted(coefficients, MFCC_BINS));
    }
    double[][] dct = MelFilters.dct(coefficients, MFCC_BINS);
    for (int k = 0; k < coefficients; k++) {
      double lift = 1 + LIFTER / 2.0 * Math.sin(Math.PI * k / LIFTER);
      for (int n = 0; n < MFCC_BINS; n++) {
        dct[k][n] *= lift;
      }
    }
    return new KaldiFeatures(0.85, MFCC_BINS, dct);
  }

  /** How many frames this many samples have; 0 if not even one. */
  public static int frames(int samples) {
    return samples < FRAME ? 0 : 1 + (samples - FRAME) / HOP;
  }

  /**
   * Computes the features.
   *
   * @param samples 16 kHz mono float32 {@code [samples]}, full scale -1..1
   * @return float32 {@code [frames, bins]} or {@code [frames, coefficients]}; no frames if the
   *     sound is shorter than one
   */
  public float[][] compute(float[] samples) {
    int outputs = cepstrum.length == 0 ? filters.count() : cepstrum.length;
    float[][] features = new float[frames(samples.length)][outputs];
    double[] data = new double[FFT];
    double[] power = new double[FFT / 2 + 1];
    double[] energies = new double[filters.count()];
    for (int f = 0; f < features.length; f++) {
      window(samples, f * HOP, data);
      fft.power(data, power);
      filters.apply(power, energies);
      for (int i = 0; i < energies.length; i++) {
        energies[i] = Math.log(Math.max(energies[i], FLOOR));
      }
      if (cepstrum.length == 0) {
        for (int i = 0; i < outputs; i++) {
          features[f][i] = (float) energies[i];
        }
      } else {
        multiply(cepstrum, energies, features[f]);
      }
    }
    return features;
  }

  private void window(float[] samples, int start, double[] data) {
    double mean = 0;
    for (int i = 0; i < FRAME; i++) {
      mean += samples[start + i];
    }
    mean /= FRAME;
    double before = samples[start] - mean;
    for (int i = 0; i < FRAME; i++) {
      double now = samples[start + i] - mean;
      data[i] = (now - PRE_EMPHASIS * before) * window[i];
      before = now;
    }
    Arrays.fill(data, FRAME, FFT, 0);
  }

  static void multiply(double[][] matrix, double[] in, float[] out) {
    for (int k = 0; k < matrix.length; k++) {
      double sum = 0;
      for (int n = 0; n < in.length; n++) {
        sum += matrix[k][n] * in[n];
      }
      out[k] = (float) sum;
    }
  }
}
