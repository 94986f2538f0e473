package io.github.blemore.salience;

import io.github.blemore.Blend;
import io.github.blemore.Clip;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A threshold rule that is adapted to each person by their clips, without labels. arXiv:2603.23650
 * finds that the best beta varies from 0.05 to 0.43 between folds, as people express salience in
 * personal ways, and calls that the main bottleneck; it adapts nothing. This rule is ours. It
 * adapts two things ({@link Adaptation}):
 *
 * <ul>
 *   <li><b>The balance of emotions.</b> Each probability is multiplied by a weight of the person
 *       and the emotion, then all are scaled to sum to one; the weights are those that make the
 *       person's mean distribution the usual one, to the power {@code n / (n + 10)}. n is the
 *       number of the person's clips. Without it someone whose anger is hard to see has wide gaps
 *       in every blend with anger, at whatever salience.
 *   <li><b>Beta.</b> Of the clips in which two emotions are present at alpha, the gap is {@code |p1
 *       - p2|}. {@code beta of the person = beta + n / (n + 5) (mean gap of the person - usual
 *       gap)}, 0 to 1, n being the number of those clips: whose gaps are wider than usual shows
 *       more contrast between a stronger and a weaker emotion, or is read so by the heads.
 * </ul>
 *
 * <p>Alpha and beta for people who are known are chosen on clips whose people were known. With
 * fewer than two clips of a person, and for one who is not known, the common alpha and beta hold,
 * which were chosen without adaptation.
 *
 * <p>Both take it that a person's clips show the emotions, and the three saliences, about as often
 * as those it was fitted on, as in a corpus in which everybody acts everything: someone who is only
 * ever sad would be taken for one whose sadness shows too much. Use it where that holds.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class PersonalizedDecision implements DecisionRule {

  private static final double BALANCE_HALFWAY = 10;
  private static final double BETA_HALFWAY = 5;
  private static final int LEAST_CLIPS = 2;
  private static final double SUM_TOLERANCE = 1e-6;

  /** What is known of a person. */
  private record Person(EmotionBalance balance, double beta) {}

  private final Adaptation adaptation;
  private final ThresholdRule common;
  private final ThresholdRule known;
  private final double[] usual;
  private final double usualGap;
  private final SortedMap<String, Person> people;

  private PersonalizedDecision(
      Adaptation adaptation,
      ThresholdRule common,
      ThresholdRule known,
      double[] usual,
      double usualGap,
      SortedMap<String, Person> people) {
    this.adaptation = adaptation;
    this.common = common;
    this.known = known;
    this.usual = usual;
    this.usualGap = usualGap;
    this.people = people;
  }

  /**
   * A rule that knows no person yet.
   *
   * @param adaptation what is adapted
   * @param common thresholds for people who are not known
   * @param known thresholds for people who are, before beta is adapted
   * @param usual the mean distribution over the clips of many people, float64 {@code [6]}, class
   *     order
   * @param usualGap mean of {@code |p1 - p2|} over those clips in which two emotions are present,
   *     0..1
   * @throws IllegalArgumentException if the mean is no distribution or the gap out of its range
   */
  public static PersonalizedDecision of(
      Adaptation adaptation,
      ThresholdRule common,
      ThresholdRule known,
      double[] usual,
      double usualGap) {
    if (!(usualGap >= 0 && usualGap <= 1)) {
      throw new IllegalArgumentException("usual gap is %s: must be 0..1".formatted(usualGap));
    }
    boolean six = usual.length == Emotion.COUNT;
    if (!six || Math.abs(Arrays.stream(usual).sum() - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(
          "usual distribution is %s: must be %d probabilities that sum to 1"
              .formatted(Arrays.toString(usual), Emotion.COUNT));
    }
    return new PersonalizedDecision(
        adaptation, common, known, usual.clone(), usualGap, Collections.emptySortedMap());
  }

  /**
   * Fits a rule to clips of many people; it knows none of them yet.
   *
   * @param adaptation what is adapted
   * @param search finds alpha and beta
   * @param distributions of the clips, by heads that were not trained on them
   * @param truth what each shows, in the same order
   * @param people who is seen in each, in the same order
   * @throws IllegalArgumentException if there is no clip, or not one truth and person for each
   */
  public static PersonalizedDecision fit(
      Adaptation adaptation,
      ThresholdSearch search,
      List<EmotionDistribution> distributions,
      List<Blend> truth,
      List<String> people) {
    ThresholdRule common = search.search(Probabilities.of(distributions), truth, people).rule();
    double[] usual = EmotionBalance.mean(distributions);
    PersonalizedDecision unaware = of(adaptation, common, common, usual, 0);
    List<EmotionDistribution> balanced =
        unaware.adaptedTo(distributions, people).balanced(distributions, people);
    ThresholdRule known = search.search(Probabilities.of(balanced), truth, people).rule();
    List<Double> gaps = gaps(known, balanced);
    return of(adaptation, common, known, usual, gaps.isEmpty() ? 0 : mean(gaps));
  }

  /**
   * This rule, knowing these people and no others.
   *
   * @param distributions of clips that are to be decided on, all that there are of each person
   * @param whose who is seen in each, in the same order
   * @throws IllegalArgumentException if there is not one person for each
   */
  public PersonalizedDecision adaptedTo(
      List<EmotionDistribution> distributions, List<String> whose) {
    if (distributions.size() != whose.size()) {
      throw new IllegalArgumentException(
          "%d distributions of %d people: must be one for each"
              .formatted(distributions.size(), whose.size()));
    }
    SortedMap<String, List<EmotionDistribution>> own = new TreeMap<>();
    for (int i = 0; i < whose.size(); i++) {
      own.computeIfAbsent(whose.get(i), person -> new ArrayList<>()).add(distributions.get(i));
    }
    SortedMap<String, Person> adapted = new TreeMap<>();
    own.forEach(
        (person, clips) -> {
          if (clips.size() >= LEAST_CLIPS) {
            adapted.put(person, person(clips));
          }
        });
    return new PersonalizedDecision(
        adaptation, common, known, usual, usualGap, Collections.unmodifiableSortedMap(adapted));
  }

  private Person person(List<EmotionDistribution> clips) {
    EmotionBalance balance =
        adaptation.hasBalance()
            ? EmotionBalance.of(clips, usual, clips.size() / (clips.size() + BALANCE_HALFWAY))
            : EmotionBalance.NONE;
    return new Person(balance, beta(balance.applyAll(clips)));
  }

  private double beta(List<EmotionDistribution> balanced) {
    List<Double> gaps = gaps(known, balanced);
    if (!adaptation.hasBeta() || gaps.size() < LEAST_CLIPS) {
      return known.beta();
    }
    double trust = gaps.size() / (gaps.size() + BETA_HALFWAY);
    return Math.max(0, Math.min(1, known.beta() + trust * (mean(gaps) - usualGap)));
  }

  /** The gaps of the clips in which two emotions are present. */
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

  private List<EmotionDistribution> balanced(
      List<EmotionDistribution> distributions, List<String> whose) {
    List<EmotionDistribution> balanced = new ArrayList<>();
    for (int i = 0; i < whose.size(); i++) {
      balanced.add(balanced(whose.get(i), distributions.get(i)));
    }
    return balanced;
  }

  /** A distribution as it is decided on for this person; the same for one who is not known. */
  public EmotionDistribution balanced(String person, EmotionDistribution distribution) {
    Person one = people.get(person);
    return one == null ? distribution : one.balance().apply(distribution);
  }

  /** What is adapted. */
  public Adaptation adaptation() {
    return adaptation;
  }

  /** Thresholds for people who are not known. */
  public ThresholdRule common() {
    return common;
  }

  /** Thresholds for people who are known, before beta is adapted. */
  public ThresholdRule known() {
    return known;
  }

  /** A copy of the mean distribution of the clips it was fitted on, float64 {@code [6]}. */
  public double[] usual() {
    return usual.clone();
  }

  /** The mean gap of the clips it was fitted on, 0..1. */
  public double usualGap() {
    return usualGap;
  }

  /** Person to beta, of the people it knows; unmodifiable. */
  public SortedMap<String, Double> betas() {
    SortedMap<String, Double> betas = new TreeMap<>();
    people.forEach((name, person) -> betas.put(name, person.beta()));
    return Collections.unmodifiableSortedMap(betas);
  }

  /** Person to the weights of the emotions, float64 {@code [6]}, of the people it knows. */
  public SortedMap<String, double[]> balances() {
    SortedMap<String, double[]> balances = new TreeMap<>();
    people.forEach((name, person) -> balances.put(name, person.balance().weights()));
    return balances;
  }

  /** The thresholds for this person; the common ones for one who is not known. */
  public ThresholdRule ruleOf(String person) {
    Person one = people.get(person);
    return one == null ? common : new ThresholdRule(known.alpha(), one.beta());
  }

  /** Decides on a clip of this person. */
  public Blend decide(String person, EmotionDistribution distribution) {
    return ruleOf(person).decide(balanced(person, distribution));
  }

  @Override
  public Blend decide(Clip clip, EmotionDistribution distribution) {
    Optional<String> person = clip.person();
    return person.isPresent() ? decide(person.get(), distribution) : common.decide(distribution);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PersonalizedDecision that
        && adaptation == that.adaptation
        && common.equals(that.common)
        && known.equals(that.known)
        && Arrays.equals(usual, that.usual)
        && usualGap == that.usualGap
        && people.equals(that.people);
  }

  @Override
  public int hashCode() {
    return Objects.hash(adaptation, common, known, Arrays.hashCode(usual), usualGap, people);
  }

  /**
   * Such as {@code balance and beta adapted to each person: alpha 0.080, beta 0.310, usual gap
   * 0.342; for others alpha 0.070, beta 0.240; knowing 12 people}.
   */
  @Override
  public String toString() {
    String words =
        String.format(
            Locale.ROOT,
            "%s adapted to each person: alpha %.3f, beta %.3f, usual gap %.3f; for others alpha %.3f, beta %.3f",
            adaptation,
            known.alpha(),
            known.beta(),
            usualGap,
            common.alpha(),
            common.beta());
    return people.isEmpty() ? words : words + "; knowing " + people.size() + " people";
  }
}
