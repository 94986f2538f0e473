package io.github.blemore.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether one system is better than another on the same clips, or only luckier with these people: a
 * paired bootstrap over people. Clips of one person are alike, so it is people that are drawn, with
 * replacement, as many as there are, each with all clips; people of several corpora pooled are
 * drawn from all alike. For each resample both systems are scored on the same draw and the
 * difference is noted.
 *
 * <p>The interval is from the 2.5th to the 97.5th percentile of the differences, linearly
 * interpolated (Efron &amp; Tibshirani 1993, section 13.3). The p value is two-sided: of B
 * resamples let l have a difference of at most zero, g one of at least zero; then {@code p = min(1,
 * 2 (min(l, g) + 1) / (B + 1))}. It is never below {@code 2 / (B + 1)}, and 1 for two systems that
 * are right on the same clips. Both are approximate and too sure with few people: of systems that
 * truly were equal, with 5, 10, 20 and 47 people, the p value for the Score was below 0.05 in 17,
 * 11, 7 and 6 % of 2,000 simulated cases.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class PairedBootstrap {

  /** How often people are drawn unless said otherwise. */
  public static final int RESAMPLES = 10_000;

  private static final double TAIL = 0.025;

  /**
   * The second system minus the first, in one measure.
   *
   * @param estimate on all clips, -1..1
   * @param low lower end of the 95 % interval
   * @param high upper end of the 95 % interval
   * @param pValue two-sided, above 0 up to 1
   */
  public record Difference(double estimate, double low, double high, double pValue) {

    /** Such as {@code +0.031 [+0.004, +0.060], p = 0.0236}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%+.3f [%+.3f, %+.3f], p = %.4f", estimate, low, high, pValue);
    }
  }

  /**
   * What a comparison found.
   *
   * @param presence in ACC_presence
   * @param salience in ACC_salience; a resample without a blend counts as no difference
   * @param score in the mean of the two
   * @param people how many there are
   * @param resamples how often they were drawn
   */
  public record Comparison(
      Difference presence, Difference salience, Difference score, int people, int resamples) {}

  private final long seed;
  private final int resamples;

  private PairedBootstrap(long seed, int resamples) {
    this.seed = seed;
    this.resamples = resamples;
  }

  /** A test with {@value #RESAMPLES} resamples, drawn by {@link SplittableRandom} of this seed. */
  public static PairedBootstrap seeded(long seed) {
    return new PairedBootstrap(seed, RESAMPLES);
  }

  /**
   * This test with another number of resamples.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public PairedBootstrap withResamples(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("resamples are %d: must be at least 1".formatted(count));
    }
    return new PairedBootstrap(seed, count);
  }

  /**
   * Compares two systems. The order of people makes no difference: they are drawn by name.
   *
   * @param first the one to compare with
   * @param second the one whose gain over it is told
   * @throws IllegalArgumentException if the two are not of the same people with as many clips and
   *     blends each, or there is one person only
   */
  public Comparison compare(PersonCounts first, PersonCounts second) {
    List<Pair> pairs = Pair.all(first, second);
    int people = pairs.size();
    double[] presence = new double[resamples];
    double[] salience = new double[resamples];
    double[] score = new double[resamples];
    SplittableRandom random = new SplittableRandom(seed);
    Gain drawn = new Gain();
    for (int i = 0; i < resamples; i++) {
      drawn.clear();
      for (int draw = 0; draw < people; draw++) {
        drawn.add(pairs.get(random.nextInt(people)));
      }
      presence[i] = drawn.presence();
      salience[i] = drawn.salience();
      score[i] = drawn.score();
    }
    Gain all = new Gain();
    pairs.forEach(all::add);
    return new Comparison(
        difference(all.presence(), presence),
        difference(all.salience(), salience),
        difference(all.score(), score),
        people,
        resamples);
  }

  private static Difference difference(double estimate, double[] resampled) {
    int notAbove = 0;
    int notBelow = 0;
    for (double difference : resampled) {
      notAbove += difference <= 0 ? 1 : 0;
      notBelow += difference >= 0 ? 1 : 0;
    }
    double pValue = Math.min(1, 2 * (Math.min(notAbove, notBelow) + 1) / (resampled.length + 1.0));
    Arrays.sort(resampled);
    return new Difference(
        estimate, percentile(resampled, TAIL), percentile(resampled, 1 - TAIL), pValue);
  }

  private static double percentile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** How many clips and blends a person has, and on how many more the second system is right. */
  private record Pair(int clips, int blends, int present, int salient) {

    static List<Pair> all(PersonCounts first, PersonCounts second) {
      requireSame(first, second);
      List<PersonCounts.Counts> a = List.copyOf(first.people().values());
      List<PersonCounts.Counts> b = List.copyOf(second.people().values());
      return IntStream.range(0, a.size()).mapToObj(i -> of(a.get(i), b.get(i))).toList();
    }

    private static Pair of(PersonCounts.Counts a, PersonCounts.Counts b) {
      return new Pair(a.clips(), a.blends(), b.present() - a.present(), b.salient() - a.salient());
    }

    private static void requireSame(PersonCounts first, PersonCounts second) {
      if (!first.people().keySet().equals(second.people().keySet())) {
        throw new IllegalArgumentException(
            "first system was tried on people %s, second on %s: must be the same"
                .formatted(first.people().keySet(), second.people().keySet()));
      }
      first.people().forEach((person, a) -> requireSame(person, a, second.people().get(person)));
      if (first.people().size() == 1) {
        throw new IllegalArgumentException(
            "all clips are of one person, %s: must be of at least two, people being resampled"
                .formatted(first.people().firstKey()));
      }
    }

    private static void requireSame(
        String person, PersonCounts.Counts a, PersonCounts.@Nullable Counts b) {
      if (b == null || a.clips() != b.clips() || a.blends() != b.blends()) {
        throw new IllegalArgumentException(
            "person %s has %s under the first system, %s under the second: must be as many clips"
                    .formatted(person, a, b)
                + " and blends");
      }
    }
  }

  /** What the second system gains on the people added. */
  private static final class Gain {

    private long clips;
    private long blends;
    private long present;
    private long salient;

    void clear() {
      clips = 0;
      blends = 0;
      present = 0;
      salient = 0;
    }

    void add(Pair person) {
      clips += person.clips();
      blends += person.blends();
      present += person.present();
      salient += person.salient();
    }

    double presence() {
      return present / (double) clips;
    }

    double salience() {
      return blends == 0 ? 0 : salient / (double) blends;
    }

    /** The numerator is whole, so that a gain of nothing is exactly zero. */
    double score() {
      return blends == 0
          ? 0.5 * presence()
          : 0.5 * (present * blends + salient * clips) / ((double) clips * blends);
    }
  }
}
