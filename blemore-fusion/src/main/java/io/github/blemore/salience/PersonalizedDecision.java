package io.github.blemore.salience;

import io.github.blemore.Blend;
import io.github.blemore.Clip;
import io.github.blemore.DecisionRule;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A threshold rule whose beta is adapted to each person, without labels. arXiv:2603.23650 finds
 * that the best beta varies from 0.05 to 0.43 between folds, as people express salience in personal
 * ways, and calls that the main bottleneck; it adapts nothing. This rule is ours.
 *
 * <p>Of a person's clips in which two emotions are present at the common alpha, the gap is {@code
 * |p1 - p2|}. Someone whose gaps are wider than those of the people the rule was fitted on shows
 * more contrast between a stronger and a weaker emotion, or is read so by the heads; by as much as
 * their mean gap is wider, their beta is greater:
 *
 * <pre>beta of the person = beta + n / (n + halfway) * (mean gap of the person - usual gap)</pre>
 *
 * <p>n is the number of those clips. With few of them beta stays near the common one; for a person
 * with fewer than two, and for one who is not known, it is the common one. This takes people to
 * show the three saliences about equally often, as those of BLEMORE do: someone who only shows
 * 70/30 is mistaken for one with a contrast.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class PersonalizedDecision implements DecisionRule {

  /** The number of clips with which a person counts half. */
  public static final double USUAL_HALFWAY = 5;

  private static final int LEAST_CLIPS = 2;

  private final ThresholdRule common;
  private final double usualGap;
  private final double halfway;

  /** Person to beta. */
  private final SortedMap<String, Double> betas;

  private PersonalizedDecision(
      ThresholdRule common, double usualGap, double halfway, SortedMap<String, Double> betas) {
    this.common = common;
    this.usualGap = usualGap;
    this.halfway = halfway;
    this.betas = Collections.unmodifiableSortedMap(betas);
  }

  /**
   * A rule that knows no person yet.
   *
   * @param common alpha, and the beta of people who are not known
   * @param usualGap mean of {@code |p1 - p2|} over the clips of many people in which two emotions
   *     are present, 0..1
   * @param halfway how many clips of a person count half, 0 or more: the more, the nearer their
   *     beta stays to the common one
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static PersonalizedDecision of(ThresholdRule common, double usualGap, double halfway) {
    if (!(usualGap >= 0 && usualGap <= 1)) {
      throw new IllegalArgumentException("usual gap is %s: must be 0..1".formatted(usualGap));
    }
    if (!(halfway >= 0 && halfway < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "halfway is %s: must be finite and not negative".formatted(halfway));
    }
    return new PersonalizedDecision(common, usualGap, halfway, new TreeMap<>());
  }

  /**
   * A rule that takes the gap of these clips for the usual one; it knows no person yet, and {@link
   * #USUAL_HALFWAY} clips count half.
   *
   * @param common alpha and beta that were chosen on these clips
   * @param distributions of clips of many people, by heads that were not trained on them
   */
  public static PersonalizedDecision fit(
      ThresholdRule common, List<EmotionDistribution> distributions) {
    List<Double> gaps = gaps(common, distributions);
    return of(common, gaps.isEmpty() ? 0 : mean(gaps), USUAL_HALFWAY);
  }

  /**
   * This rule, knowing these people and no others.
   *
   * @param distributions of clips that are to be decided on, all that there are of each person
   * @param people who is seen in each, in the same order
   * @throws IllegalArgumentException if there is not one person for each
   */
  public PersonalizedDecision adaptedTo(
      List<EmotionDistribution> distributions, List<String> people) {
    if (distributions.size() != people.size()) {
      throw new IllegalArgumentException(
          "%d distributions of %d people: must be one for each"
              .formatted(distributions.size(), people.size()));
    }
    SortedMap<String, List<EmotionDistribution>> own = new TreeMap<>();
    for (int i = 0; i < people.size(); i++) {
      own.computeIfAbsent(people.get(i), person -> new ArrayList<>()).add(distributions.get(i));
    }
    SortedMap<String, Double> adapted = new TreeMap<>();
    own.forEach((person, clips) -> adapted.put(person, betaOf(clips)));
    return new PersonalizedDecision(common, usualGap, halfway, adapted);
  }

  /**
   * The beta of a person with these clips, 0..1.
   *
   * @param clips their distributions
   */
  public double betaOf(List<EmotionDistribution> clips) {
    List<Double> gaps = gaps(common, clips);
    if (gaps.size() < LEAST_CLIPS) {
      return common.beta();
    }
    double trust = gaps.size() / (gaps.size() + halfway);
    return Math.max(0, Math.min(1, common.beta() + trust * (mean(gaps) - usualGap)));
  }

  /** The gaps of those in which two emotions are present. */
  private static List<Double> gaps(ThresholdRule rule, List<EmotionDistribution> clips) {
    List<Double> gaps = new ArrayList<>();
    for (EmotionDistribution clip : clips) {
      List<Blend.Part> parts = rule.decide(clip).parts();
      if (parts.size() > 1) {
        double first = clip.probability(parts.get(0).emotion());
        gaps.add(Math.abs(first - clip.probability(parts.get(1).emotion())));
      }
    }
    return gaps;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  /** Alpha, and the beta of people who are not known. */
  public ThresholdRule common() {
    return common;
  }

  /** The mean gap of the people it was fitted on, 0..1. */
  public double usualGap() {
    return usualGap;
  }

  /** How many clips of a person count half. */
  public double halfway() {
    return halfway;
  }

  /** Person to beta, of the people it knows; unmodifiable. */
  public SortedMap<String, Double> betas() {
    return betas;
  }

  /** Decides on a clip of this person. */
  public Blend decide(String person, EmotionDistribution distribution) {
    double beta = betas.getOrDefault(person, common.beta());
    return new ThresholdRule(common.alpha(), beta).decide(distribution);
  }

  @Override
  public Blend decide(Clip clip, EmotionDistribution distribution) {
    Optional<String> person = clip.person();
    return person.isPresent() ? decide(person.get(), distribution) : common.decide(distribution);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PersonalizedDecision that
        && common.equals(that.common)
        && usualGap == that.usualGap
        && halfway == that.halfway
        && betas.equals(that.betas);
  }

  @Override
  public int hashCode() {
    return 31 * common.hashCode() + Map.copyOf(betas).hashCode();
  }

  /**
   * Such as {@code alpha 0.080, beta 0.310 adapted to each person (usual gap 0.342, half at 5.0
   * clips), knowing 12 people}.
   */
  @Override
  public String toString() {
    String words =
        String.format(
            Locale.ROOT,
            "alpha %.3f, beta %.3f adapted to each person (usual gap %.3f, half at %s clips)",
            common.alpha(),
            common.beta(),
            usualGap,
            halfway);
    return betas.isEmpty() ? words : words + ", knowing " + betas.size() + " people";
  }
}
