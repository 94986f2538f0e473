package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How far probabilities are from what they should mean, measured by {@value #BINS} bins of equal
 * width: pairs of a clip and an emotion are sorted into bins by the emotion's probability, and in
 * each bin the mean probability is compared with the mean of the true soft labels.
 *
 * <p>Two figures come of it. {@link #classwiseError} is the classwise expected calibration error of
 * Kull et al. 2019 ("Beyond temperature scaling", section 2): each emotion has bins of its own, and
 * the mean over emotions is taken. {@link #pooledError} has one set of bins for all emotions, those
 * of a reliability diagram: it cannot exceed the other, as one emotion's excess may make up for
 * another's lack. Both were made for labels of zero and one; soft labels (a blend of 70/30 being
 * 0.7 and 0.3) are our extension.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Reliability {

  /** How many bins there are, as in Guo et al. 2017. */
  public static final int BINS = 15;

  /**
   * One bin that is not empty.
   *
   * @param low its lower end, which belongs to it
   * @param high its upper end, which does not, but for 1
   * @param pairs how many pairs of a clip and an emotion are in it
   * @param meanProbability their mean probability, 0..1
   * @param meanLabel their mean soft label, 0..1
   */
  public record Bin(double low, double high, int pairs, double meanProbability, double meanLabel) {

    private double weightedGap() {
      return pairs * Math.abs(meanProbability - meanLabel);
    }
  }

  private final List<Bin> pooled;
  private final List<List<Bin>> classes;
  private final int clips;

  private Reliability(List<Bin> pooled, List<List<Bin>> classes, int clips) {
    this.pooled = pooled;
    this.classes = classes;
    this.clips = clips;
  }

  /**
   * Measures.
   *
   * @param distributions of each clip
   * @param truth what each clip shows, in the same order
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  public static Reliability of(List<EmotionDistribution> distributions, List<Blend> truth) {
    LogProbabilities.requireAsMany(distributions, truth);
    Sums pooled = new Sums();
    List<Sums> classes = IntStream.range(0, Emotion.COUNT).mapToObj(i -> new Sums()).toList();
    for (int clip = 0; clip < truth.size(); clip++) {
      double[] p = distributions.get(clip).toArray();
      double[] label = truth.get(clip).softLabel().toArray();
      for (int i = 0; i < p.length; i++) {
        pooled.add(p[i], label[i]);
        classes.get(i).add(p[i], label[i]);
      }
    }
    return new Reliability(pooled.bins(), classes.stream().map(Sums::bins).toList(), truth.size());
  }

  /** The bins of all emotions together that are not empty, ascending. */
  public List<Bin> bins() {
    return pooled;
  }

  /** The bins of one emotion that are not empty, ascending. */
  public List<Bin> bins(Emotion emotion) {
    return classes.get(emotion.index());
  }

  /** The mean over pairs of {@code |mean probability - mean label|} of their bin, 0..1. */
  public double pooledError() {
    return gaps(pooled) / (clips * (double) Emotion.COUNT);
  }

  /** The same with bins of each emotion's own, 0..1: classwise-ECE. */
  public double classwiseError() {
    double sum = classes.stream().mapToDouble(Reliability::gaps).sum();
    return sum / (clips * (double) Emotion.COUNT);
  }

  private static double gaps(List<Bin> bins) {
    return bins.stream().mapToDouble(Bin::weightedGap).sum();
  }

  /** Such as {@code calibration error 0.021 classwise, 0.012 pooled}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "calibration error %.3f classwise, %.3f pooled",
        classwiseError(),
        pooledError());
  }

  /** Of each bin how many pairs, and the sums of their probabilities and labels. */
  private static final class Sums {

    private final int[] pairs = new int[BINS];
    private final double[] probabilities = new double[BINS];
    private final double[] labels = new double[BINS];

    void add(double probability, double label) {
      // A distribution may sum to a little above one.
      int bin = Math.min(BINS - 1, (int) (probability * BINS));
      pairs[bin]++;
      probabilities[bin] += probability;
      labels[bin] += label;
    }

    List<Bin> bins() {
      List<Bin> bins = new ArrayList<>();
      for (int i = 0; i < BINS; i++) {
        if (pairs[i] > 0) {
          bins.add(
              new Bin(
                  i / (double) BINS,
                  (i + 1) / (double) BINS,
                  pairs[i],
                  probabilities[i] / pairs[i],
                  labels[i] / pairs[i]));
        }
      }
      return List.copyOf(bins);
    }
  }
}
