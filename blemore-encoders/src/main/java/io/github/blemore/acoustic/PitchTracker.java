package io.github.blemore.acoustic;

import io.github.blemore.sound.RealFft;
import java.util.Arrays;

/**
 * Fundamental frequency by autocorrelation: P. Boersma, "Accurate short-term analysis of the
 * fundamental frequency and the harmonics-to-noise ratio of a sampled sound", IFA Proceedings 17
 * (1993), 97-110, with that paper's costs as they are Praat's defaults today.
 *
 * <p>Chosen over YIN (de Cheveigné and Kawahara 2002) for three reasons: it divides by the
 * autocorrelation of the window (equation 9), so a peak's height is an unbiased measure of
 * periodicity, from which voicing and the harmonics-to-noise ratio follow directly; the path
 * through all frames mends octave errors and voicing flicker that a frame alone cannot; and it
 * needs no harmonic at the fundamental itself.
 *
 * <p>Where we differ: a window of 60 ms (3.3 periods of the lowest frequency; the paper: 3), a sinc
 * of 16 samples on each side; at the ends of the sound the window is moved inside; voiced runs of
 * fewer than three frames are taken for unvoiced.
 *
 * <p>The window's leakage bounds the periodicity of even a perfect harmonic sound: to a
 * harmonics-to-noise ratio of about 29 dB at 80 Hz, 43 dB at 120 Hz, 58 dB at 220 Hz (measured).
 *
 * <p>Immutable, safe to share between threads.
 */
final class PitchTracker {

  /** Samples in the analysis window: the shortest sound that can be analyzed. */
  static final int WINDOW = 960;

  /** Lowest frequency looked for, in Hz. */
  static final double LOWEST = 55;

  /** Highest frequency looked for, in Hz. */
  static final double HIGHEST = 1000;

  private static final int FFT = 2048;
  private static final int SHORTEST_LAG = (int) (FrameDescriptors.RATE / HIGHEST) - 1;
  private static final int LONGEST_LAG = (int) (FrameDescriptors.RATE / LOWEST) + 1;
  private static final int LAGS = LONGEST_LAG + PeakInterpolator.REACH + 2;

  /** Lag 0 is here in an array of lags, with those below 0 before it: the curve is even. */
  private static final int ZERO = PeakInterpolator.REACH + 2;

  /** Voiced candidates kept of each frame; candidate 0 is the unvoiced one. */
  private static final int KEPT = 6;

  private static final int STATES = KEPT + 1;

  /** Frames; voiced runs of fewer are not believed. */
  private static final int SHORTEST_RUN = 3;

  private static final double SILENCE_THRESHOLD = 0.03;
  private static final double VOICING_THRESHOLD = 0.45;
  private static final double OCTAVE_COST = 0.01;
  private static final double OCTAVE_JUMP_COST = 0.35;
  private static final double VOICING_CHANGE_COST = 0.14;

  private final RealFft fft = new RealFft(FFT);
  private final double[] window = new double[WINDOW];
  private final double[] inverseWindowCorrelation = new double[LAGS];

  PitchTracker() {
    double[] data = new double[FFT];
    for (int i = 0; i < WINDOW; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / WINDOW);
      data[i] = window[i];
    }
    autocorrelate(data, new double[FFT / 2 + 1]);
    for (int lag = 0; lag < LAGS; lag++) {
      inverseWindowCorrelation[lag] = data[0] / data[2 * lag];
    }
  }

  /** Of a signal makes its autocorrelation, lag k at 2k. */
  private void autocorrelate(double[] data, double[] power) {
    fft.power(data, power);
    System.arraycopy(power, 0, data, 0, FFT / 2 + 1);
    for (int k = 1; k < FFT / 2; k++) {
      data[FFT - k] = power[k];
    }
    fft.transform(data);
  }

  /**
   * Tracks the pitch.
   *
   * @param x sound at 16 kHz, at least {@link #WINDOW} samples
   * @param frames how many frames; their centers are {@link FrameDescriptors#center}
   */
  Pitch track(double[] x, int frames) {
    double loudest = peak(x, 0, x.length, 0);
    Candidates candidates = new Candidates(frames);
    double[] data = new double[FFT];
    double[] power = new double[FFT / 2 + 1];
    double[] curve = new double[ZERO + LAGS];
    PeakInterpolator interpolator = new PeakInterpolator();
    for (int frame = 0; frame < frames; frame++) {
      int start = FrameDescriptors.center(frame) - WINDOW / 2;
      start = Math.max(0, Math.min(start, x.length - WINDOW));
      double mean = 0;
      for (int i = 0; i < WINDOW; i++) {
        mean += x[start + i];
      }
      mean /= WINDOW;
      double relativePeak = loudest == 0 ? 0 : peak(x, start, WINDOW, mean) / loudest;
      candidates.begin(frame, relativePeak);
      if (candidates.surelyUnvoiced(frame)) {
        continue;
      }
      for (int i = 0; i < WINDOW; i++) {
        data[i] = (x[start + i] - mean) * window[i];
      }
      Arrays.fill(data, WINDOW, FFT, 0);
      autocorrelate(data, power);
      for (int lag = 0; lag < LAGS; lag++) {
        curve[ZERO + lag] = data[2 * lag] / data[0] * inverseWindowCorrelation[lag];
      }
      for (int lag = 1; lag <= ZERO; lag++) {
        curve[ZERO - lag] = curve[ZERO + lag];
      }
      candidates.collect(frame, curve, interpolator);
    }
    return candidates.bestPath();
  }

  private static double peak(double[] x, int start, int length, double mean) {
    double peak = 0;
    for (int i = start; i < start + length; i++) {
      peak = Math.max(peak, Math.abs(x[i] - mean));
    }
    return peak;
  }

  /** The candidates of every frame, and the path of least cost through them. */
  private static final class Candidates {

    private final int frames;
    private final double[] octaves;
    private final double[] periodicity;
    private final double[] strength;
    private final int[] count;
    private final int[] tops = new int[KEPT];

    Candidates(int frames) {
      this.frames = frames;
      this.octaves = new double[frames * STATES];
      this.periodicity = new double[frames * STATES];
      this.strength = new double[frames * STATES];
      this.count = new int[frames];
    }

    /** The unvoiced candidate, equation 23. */
    void begin(int frame, double relativePeak) {
      double quiet = 2 - relativePeak * (1 + VOICING_THRESHOLD) / SILENCE_THRESHOLD;
      strength[frame * STATES] = VOICING_THRESHOLD + Math.max(0, quiet);
      count[frame] = 1;
    }

    /** Whether no voiced candidate could win, not even by sparing two changes of voicing. */
    boolean surelyUnvoiced(int frame) {
      double highest = 1 + OCTAVE_COST * log2(HIGHEST / LOWEST) + 2 * VOICING_CHANGE_COST;
      return strength[frame * STATES] > highest;
    }

    /** The voiced candidates, equation 24: the highest peaks of the normalized autocorrelation. */
    void collect(int frame, double[] curve, PeakInterpolator interpolator) {
      int found = 0;
      for (int lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
        int at = ZERO + lag;
        double here = curve[at];
        if (here > 0.5 * VOICING_THRESHOLD && here > curve[at - 1] && here >= curve[at + 1]) {
          found = keepIfHigh(curve, at, found);
        }
      }
      for (int i = 0; i < found; i++) {
        interpolator.climb(curve, tops[i]);
        double lag = interpolator.position() - ZERO;
        double hertz = FrameDescriptors.RATE / lag;
        if (hertz >= LOWEST && hertz <= HIGHEST) {
          double height = interpolator.height();
          double reflected = height > 1 ? 1 / height : height;
          int state = frame * STATES + count[frame]++;
          octaves[state] = log2(hertz);
          periodicity[state] = reflected;
          strength[state] = reflected + OCTAVE_COST * log2(hertz / LOWEST);
        }
      }
    }

    /** Keeps the {@link #KEPT} highest, highest first, with the octave cost counted in. */
    private int keepIfHigh(double[] curve, int at, int found) {
      int place = found;
      while (place > 0 && score(curve, at) > score(curve, tops[place - 1])) {
        place--;
      }
      if (place == KEPT) {
        return found;
      }
      int end = Math.min(found, KEPT - 1);
      System.arraycopy(tops, place, tops, place + 1, end - place);
      tops[place] = at;
      return end + 1;
    }

    private static double score(double[] curve, int at) {
      double bend = curve[at - 1] - 2 * curve[at] + curve[at + 1];
      double slope = 0.5 * (curve[at + 1] - curve[at - 1]);
      double height = curve[at] - (bend < 0 ? 0.5 * slope * slope / bend : 0);
      return height - OCTAVE_COST * log2(at - ZERO);
    }

    /** The path of most strength less the costs of change, by dynamic programming. */
    Pitch bestPath() {
      int[] from = new int[frames * STATES];
      double[] before = new double[STATES];
      double[] now = new double[STATES];
      for (int s = 0; s < count[0]; s++) {
        before[s] = strength[s];
      }
      for (int frame = 1; frame < frames; frame++) {
        for (int s = 0; s < count[frame]; s++) {
          int here = frame * STATES + s;
          double best = Double.NEGATIVE_INFINITY;
          for (int p = 0; p < count[frame - 1]; p++) {
            double total = before[p] - change((frame - 1) * STATES + p, here);
            if (total > best) {
              best = total;
              from[here] = p;
            }
          }
          now[s] = best + strength[here];
        }
        double[] swap = before;
        before = now;
        now = swap;
      }
      int state = 0;
      for (int s = 1; s < count[frames - 1]; s++) {
        state = before[s] > before[state] ? s : state;
      }
      Pitch pitch = new Pitch(new double[frames], new double[frames]);
      for (int frame = frames - 1; frame >= 0; frame--) {
        int here = frame * STATES + state;
        if (state > 0) {
          pitch.hertz()[frame] = Math.pow(2, octaves[here]);
          pitch.periodicity()[frame] = periodicity[here];
        }
        state = from[here];
      }
      dropShortRuns(pitch);
      return pitch;
    }

    /** A ringing formant after the last pulse can look periodic for a frame or two. */
    private static void dropShortRuns(Pitch pitch) {
      int start = 0;
      for (int frame = 0; frame <= pitch.frames(); frame++) {
        if (frame == pitch.frames() || !pitch.voiced(frame)) {
          if (frame - start < SHORTEST_RUN) {
            Arrays.fill(pitch.hertz(), start, frame, 0);
            Arrays.fill(pitch.periodicity(), start, frame, 0);
          }
          start = frame + 1;
        }
      }
    }

    /** Equation 27. */
    private double change(int a, int b) {
      boolean voicedA = a % STATES > 0;
      boolean voicedB = b % STATES > 0;
      if (voicedA != voicedB) {
        return VOICING_CHANGE_COST;
      }
      return voicedA ? OCTAVE_JUMP_COST * Math.abs(octaves[a] - octaves[b]) : 0;
    }

    private static double log2(double value) {
      return Math.log(value) / Math.log(2);
    }
  }
}
