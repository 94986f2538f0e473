package io.github.blemore.acoustic;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Sounds whose pitch, perturbation and noise are known because they were put there. */
final class Signals {

  static final int RATE = 16000;

  private Signals() {}

  static float[] of(double seconds, DoubleUnaryOperator ofTime) {
    float[] x = new float[(int) Math.round(seconds * RATE)];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) ofTime.applyAsDouble(i / (double) RATE);
    }
    return x;
  }

  static float[] tone(double hertz, double seconds) {
    return of(seconds, t -> 0.5 * Math.sin(2 * Math.PI * hertz * t));
  }

  /**
   * Harmonics first to last, falling by 6 dB per octave; phases differ so that no peak is sharp.
   */
  static float[] harmonics(double hertz, int first, int last, double seconds) {
    return of(
        seconds,
        t -> {
          double sum = 0;
          for (int h = first; h <= last; h++) {
            sum += Math.sin(2 * Math.PI * hertz * h * t + 0.7 * h * h) / h;
          }
          return 0.2 * sum;
        });
  }

  /** Frequency goes linearly from one value to the other. */
  static float[] sweep(double fromHertz, double toHertz, double seconds) {
    double rate = (toHertz - fromHertz) / seconds;
    return of(seconds, t -> 0.5 * Math.sin(2 * Math.PI * (fromHertz * t + 0.5 * rate * t * t)));
  }

  static float[] noise(double rms, double seconds, long seed) {
    Random random = new Random(seed);
    return of(seconds, t -> rms * random.nextGaussian());
  }

  /** Adds white noise that is this many dB under the sound's own power. */
  static float[] withNoise(float[] x, double snr, long seed) {
    double power = 0;
    for (float v : x) {
      power += v * v / x.length;
    }
    double rms = Math.sqrt(power / Math.pow(10, snr / 10));
    Random random = new Random(seed);
    float[] sum = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      sum[i] = (float) (x[i] + rms * random.nextGaussian());
    }
    return sum;
  }

  static float[] scaled(float[] x, double factor) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) (factor * x[i]);
    }
    return y;
  }

  static float[] concat(float[]... parts) {
    int length = 0;
    for (float[] part : parts) {
      length += part.length;
    }
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /**
   * Glottal pulses: each a damped resonance begun by a smooth blow, band-limited and placed to a
   * fraction of a sample.
   *
   * @param times of the pulses, in seconds
   * @param amplitudes of the pulses
   */
  static float[] pulses(double[] times, double[] amplitudes, double seconds) {
    float[] x = new float[(int) Math.round(seconds * RATE)];
    for (int p = 0; p < times.length; p++) {
      int from = Math.max(0, (int) ((times[p] - 0.001) * RATE));
      int to = Math.min(x.length, (int) ((times[p] + 0.006) * RATE));
      for (int i = from; i < to; i++) {
        double t = i / (double) RATE - times[p];
        double blow = Math.exp(-0.5 * Math.pow(t / 0.0002, 2));
        double ring = t < 0 ? 0 : Math.exp(-t / 0.001) * Math.sin(2 * Math.PI * 700 * t) * 0.6;
        x[i] += (float) (0.5 * amplitudes[p] * (blow + ring));
      }
    }
    return x;
  }

  /** Periods that scatter uniformly around the mean, by at most this ratio. */
  static double[] pulseTimes(double hertz, double jitter, double seconds, long seed) {
    Random random = new Random(seed);
    double[] times = new double[(int) (seconds * hertz * 0.98)];
    double t = 0.01;
    for (int i = 0; i < times.length; i++) {
      times[i] = t;
      t += (1 + jitter * (2 * random.nextDouble() - 1)) / hertz;
    }
    return times;
  }

  /** Amplitudes that scatter uniformly, in dB, by at most this much. */
  static double[] pulseAmplitudes(int count, double decibels, long seed) {
    Random random = new Random(seed);
    double[] amplitudes = new double[count];
    for (int i = 0; i < count; i++) {
      amplitudes[i] = Math.pow(10, decibels * (2 * random.nextDouble() - 1) / 20);
    }
    return amplitudes;
  }
}
