package io.github.blemore.acoustic;

import io.github.blemore.sound.RealFft;
import java.util.Arrays;

/**
 * Level and shape of the spectrum of each frame: power of a 512-point FFT (bins of 31.25 Hz) of 25
 * ms under a Hamming window. Bin 0 is left out. So that nothing is divided by 0, no bin counts for
 * less than 1e-12 of its frame's power.
 *
 * <p>Immutable, safe to share between threads.
 */
final class SpectrumAnalyzer {

  private static final int FFT = 512;
  private static final int BINS = FFT / 2;
  private static final double BIN_HZ = FrameDescriptors.RATE / FFT;
  private static final double ROLL_OFF = 0.85;

  private final RealFft fft = new RealFft(FFT);
  private final double[] window = new double[FrameDescriptors.FRAME];

  SpectrumAnalyzer() {
    for (int i = 0; i < window.length; i++) {
      window[i] = 0.54 - 0.46 * Math.cos(2 * Math.PI * (i + 0.5) / window.length);
    }
  }

  /** Fills in all but the MFCC. */
  void analyze(double[] x, FrameDescriptors out) {
    double[] data = new double[FFT];
    double[] power = new double[BINS + 1];
    double[] decibels = new double[bin(1500) + 1];
    double[] magnitudes = new double[BINS + 1];
    double[] magnitudesBefore = new double[BINS + 1];
    for (int f = 0; f < out.frames; f++) {
      int start = f * FrameDescriptors.HOP;
      double sum = 0;
      for (int i = 0; i < window.length; i++) {
        double sample = x[start + i];
        sum += sample * sample;
        data[i] = sample * window[i];
      }
      out.level[f] = decibels(sum / window.length);
      if (!out.sounding(f)) {
        continue;
      }
      Arrays.fill(data, window.length, FFT, 0);
      fft.power(data, power);
      double total = total(power);
      for (int k = 1; k < power.length; k++) {
        power[k] = Math.max(power[k], 1e-12 * total);
        magnitudes[k] = Math.sqrt(power[k] / total);
      }
      for (int k = 1; k < decibels.length; k++) {
        decibels[k] = 10 * Math.log10(power[k]);
      }
      out.slopeTo500[f] = slope(decibels, 1, bin(500));
      out.slopeTo1500[f] = slope(decibels, bin(500), bin(1500));
      shape(power, total, f, out);
      if (f > 0 && out.sounding(f - 1)) {
        out.flux[f] = distance(magnitudes, magnitudesBefore);
      }
      double[] swap = magnitudesBefore;
      magnitudesBefore = magnitudes;
      magnitudes = swap;
    }
  }

  /** A mean square in dB re full scale, not below {@link FrameDescriptors#QUIETEST}. */
  static double decibels(double meanSquare) {
    return meanSquare == 0
        ? FrameDescriptors.QUIETEST
        : Math.max(FrameDescriptors.QUIETEST, 10 * Math.log10(meanSquare));
  }

  private static int bin(double hertz) {
    return (int) Math.round(hertz / BIN_HZ);
  }

  private static double total(double[] power) {
    double total = 0;
    for (int k = 1; k < power.length; k++) {
      total += power[k];
    }
    return total;
  }

  /** Least-squares line through the bins first to last, in dB per kHz. */
  private static double slope(double[] decibels, int first, int last) {
    double middle = 0.5 * (first + last);
    double products = 0;
    double squares = 0;
    for (int k = first; k <= last; k++) {
      products += (k - middle) * decibels[k];
      squares += (k - middle) * (k - middle);
    }
    return products / squares / BIN_HZ * 1000;
  }

  private static void shape(double[] power, double total, int f, FrameDescriptors out) {
    int edge = bin(1000);
    int half = bin(2000);
    int top = bin(5000);
    double low = 0;
    double high = 0;
    double lowPeak = 0;
    double highPeak = 0;
    double moment = 0;
    double below = 0;
    int rollOff = 0;
    for (int k = 1; k < power.length; k++) {
      double p = power[k];
      moment += k * p;
      if (below < ROLL_OFF * total) {
        below += p;
        rollOff = k;
      }
      if (k <= edge && k >= bin(50)) {
        low += p;
      } else if (k > edge && k <= top) {
        high += p;
      }
      if (k <= half) {
        lowPeak = Math.max(lowPeak, p);
      } else if (k <= top) {
        highPeak = Math.max(highPeak, p);
      }
    }
    out.alphaRatio[f] = 10 * Math.log10(low / high);
    out.hammarberg[f] = 10 * Math.log10(lowPeak / highPeak);
    out.centroid[f] = moment / total * BIN_HZ;
    out.rollOff[f] = rollOff * BIN_HZ;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int k = 1; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return Math.sqrt(sum);
  }
}
