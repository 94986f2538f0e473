package io.github.blemore.acoustic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The features of one sound: statistics of its frame descriptors, each under its name, in the order
 * that is the layout of the embedding. Names and values come out of the same lines of code, so they
 * cannot drift apart.
 *
 * <p>For one sound, used once; not safe for several threads.
 */
final class Functionals {

  private static final double SECONDS_PER_FRAME = FrameDescriptors.HOP / FrameDescriptors.RATE;
  private static final double LOWEST_SEMITONE_HZ = 27.5;
  private static final double HIGHEST_HNR = 60;
  private static final double PEAK_HEIGHT_DB = 2;
  private static final double PEAK_RANGE_DB = 30;

  private final FrameDescriptors frames;
  private final Pitch pitch;
  private final List<String> names = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  private Functionals(FrameDescriptors frames, Pitch pitch) {
    this.frames = frames;
    this.pitch = pitch;
  }

  /**
   * Computes all features.
   *
   * @param equivalentLevel of the whole sound, in dB re full scale
   */
  static Functionals of(
      FrameDescriptors frames, Pitch pitch, VoiceQuality quality, double equivalentLevel) {
    Functionals functionals = new Functionals(frames, pitch);
    functionals.pitchAndLevel(equivalentLevel);
    functionals.quality(quality);
    functionals.spectrum();
    functionals.cepstrum();
    functionals.rhythm();
    return functionals;
  }

  List<String> names() {
    return List.copyOf(names);
  }

  float[] values() {
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i).floatValue();
    }
    return vector;
  }

  private void add(String name, double value) {
    names.add(name);
    values.add(value);
  }

  private void pitchAndLevel(double equivalentLevel) {
    double[] semitones = new double[frames.frames];
    for (int f = 0; f < frames.frames; f++) {
      semitones[f] =
          pitch.voiced(f) ? 12 * Math.log(pitch.hertz()[f] / LOWEST_SEMITONE_HZ) / Math.log(2) : 0;
    }
    contour("f0.semitone", semitones, pitch::voiced);
    contour("level.db", frames.level, f -> true);
    add("level.equivalent.db", equivalentLevel);
    add("level.peaks_per_second", levelPeaks() / (frames.frames * SECONDS_PER_FRAME));
  }

  private void quality(VoiceQuality quality) {
    add("jitter.local.mean", quality.jitter());
    add("jitter.local.std", quality.jitterDeviation());
    add("shimmer.local.db.mean", quality.shimmer());
    add("shimmer.local.db.std", quality.shimmerDeviation());
    double[] hnr = new double[frames.frames];
    for (int f = 0; f < frames.frames; f++) {
      double r = pitch.periodicity()[f];
      hnr[f] = pitch.voiced(f) ? Math.min(HIGHEST_HNR, 10 * Math.log10(r / (1 - r))) : 0;
    }
    meanAndDeviation("hnr.db", hnr, pitch::voiced);
  }

  private void spectrum() {
    IntPredicate voiced = f -> pitch.voiced(f) && frames.sounding(f);
    IntPredicate unvoiced = f -> !pitch.voiced(f) && frames.sounding(f);
    meanAndDeviation("spectral.flux", frames.flux, frames::sounding);
    String[] shapes = {
      "slope0_500", "slope500_1500", "alpha_ratio", "hammarberg", "centroid", "roll_off", "flux"
    };
    double[][] contours = {
      frames.slopeTo500,
      frames.slopeTo1500,
      frames.alphaRatio,
      frames.hammarberg,
      frames.centroid,
      frames.rollOff,
      frames.flux
    };
    for (int i = 0; i < shapes.length; i++) {
      String name = "spectral." + shapes[i];
      meanAndDeviation(name + ".voiced", contours[i], voiced);
      add(name + ".unvoiced.mean", moments(contours[i], unvoiced).mean());
    }
  }

  private void cepstrum() {
    for (int k = 0; k < FrameDescriptors.CEPSTRUM; k++) {
      meanAndDeviation("mfcc" + (k + 1), frames.mfcc[k], frames::sounding);
    }
    for (int k = 0; k < 4; k++) {
      meanAndDeviation(
          "mfcc" + (k + 1) + ".voiced", frames.mfcc[k], f -> pitch.voiced(f) && frames.sounding(f));
    }
  }

  private void rhythm() {
    Moments voiced = new Moments();
    Moments unvoiced = new Moments();
    int start = 0;
    int voicedFrames = 0;
    for (int f = 0; f < frames.frames; f++) {
      voicedFrames += pitch.voiced(f) ? 1 : 0;
      if (f + 1 == frames.frames || pitch.voiced(f + 1) != pitch.voiced(f)) {
        (pitch.voiced(f) ? voiced : unvoiced).add((f + 1 - start) * SECONDS_PER_FRAME);
        start = f + 1;
      }
    }
    add("voiced.fraction", voicedFrames / (double) frames.frames);
    add("voiced.segments_per_second", voiced.count() / (frames.frames * SECONDS_PER_FRAME));
    add("voiced.seconds.mean", voiced.mean());
    add("voiced.seconds.std", voiced.deviation());
    add("unvoiced.seconds.mean", unvoiced.mean());
    add("unvoiced.seconds.std", unvoiced.deviation());
  }

  /** The ten functionals eGeMAPS takes of pitch and loudness. */
  private void contour(String name, double[] contour, IntPredicate counts) {
    meanAndDeviation(name, contour, counts);
    double[] sorted = new double[contour.length];
    int count = 0;
    for (int f = 0; f < contour.length; f++) {
      if (counts.test(f)) {
        sorted[count++] = contour[f];
      }
    }
    Arrays.sort(sorted, 0, count);
    double low = percentile(sorted, count, 0.2);
    double high = percentile(sorted, count, 0.8);
    add(name + ".p20", low);
    add(name + ".p50", percentile(sorted, count, 0.5));
    add(name + ".p80", high);
    add(name + ".range", high - low);
    Moments rising = new Moments();
    Moments falling = new Moments();
    slopes(contour, counts, rising, falling);
    add(name + ".rising.mean", rising.mean());
    add(name + ".rising.std", rising.deviation());
    add(name + ".falling.mean", falling.mean());
    add(name + ".falling.std", falling.deviation());
  }

  private void meanAndDeviation(String name, double[] contour, IntPredicate counts) {
    Moments moments = moments(contour, counts);
    add(name + ".mean", moments.mean());
    add(name + ".std", moments.deviation());
  }

  private static Moments moments(double[] contour, IntPredicate counts) {
    Moments moments = new Moments();
    for (int f = 0; f < contour.length; f++) {
      if (counts.test(f)) {
        moments.add(contour[f]);
      }
    }
    return moments;
  }

  /** Linear between the two nearest ranks; 0 if there are no values. */
  static double percentile(double[] sorted, int count, double share) {
    if (count == 0) {
      return 0;
    }
    double at = share * (count - 1);
    int below = (int) at;
    int above = Math.min(below + 1, count - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Slopes per second of the parts in which the smoothed contour only rises or only falls, each
   * counted by its length.
   */
  private static void slopes(
      double[] contour, IntPredicate counts, Moments rising, Moments falling) {
    double[] smooth = smooth(contour, counts);
    int start = 0;
    for (int f = 1; f < smooth.length; f++) {
      boolean joined = counts.test(f - 1) && counts.test(f);
      double step = joined ? Math.signum(smooth[f] - smooth[f - 1]) : 0;
      if (step == 0) {
        start = f;
        continue;
      }
      boolean goesOn =
          f + 1 < smooth.length
              && counts.test(f + 1)
              && Math.signum(smooth[f + 1] - smooth[f]) == step;
      if (!goesOn) {
        double seconds = (f - start) * SECONDS_PER_FRAME;
        (step > 0 ? rising : falling).add((smooth[f] - smooth[start]) / seconds, seconds);
        start = f;
      }
    }
  }

  /** The mean of each frame and its two neighbors, of those that count. */
  private static double[] smooth(double[] contour, IntPredicate counts) {
    double[] smooth = new double[contour.length];
    for (int f = 0; f < contour.length; f++) {
      double sum = 0;
      int count = 0;
      for (int g = Math.max(0, f - 1); g <= Math.min(contour.length - 1, f + 1); g++) {
        if (counts.test(g)) {
          sum += contour[g];
          count++;
        }
      }
      smooth[f] = count == 0 ? 0 : sum / count;
    }
    return smooth;
  }

  /** Maxima of the smoothed level with a rise and a fall of 2 dB, at most 30 dB under the top. */
  private int levelPeaks() {
    double[] smooth = smooth(frames.level, f -> true);
    double least = Arrays.stream(smooth).max().orElse(0) - PEAK_RANGE_DB;
    int peaks = 0;
    boolean rising = true;
    double low = smooth[0];
    double high = smooth[0];
    for (double level : smooth) {
      if (rising) {
        high = Math.max(high, level);
        if (high - low < PEAK_HEIGHT_DB) {
          low = Math.min(low, level);
          high = level;
        } else if (high - level >= PEAK_HEIGHT_DB) {
          peaks += high >= least ? 1 : 0;
          rising = false;
          low = level;
        }
      } else {
        low = Math.min(low, level);
        if (level - low >= PEAK_HEIGHT_DB) {
          rising = true;
          high = level;
        }
      }
    }
    return peaks;
  }
}
