package io.github.blemore.salience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Clip;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.ThresholdSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PersonalizedDecisionTest {

  private static final ThresholdRule COMMON = new ThresholdRule(0.1, 0.2);
  private static final ThresholdRule KNOWN = new ThresholdRule(0.12, 0.3);
  private static final double[] USUAL = {0.2, 0.15, 0.15, 0.2, 0.15, 0.15};
  private static final PersonalizedDecision BETA =
      PersonalizedDecision.of(Adaptation.BETA, COMMON, KNOWN, USUAL, 0.3);

  /** Anger and happiness with this gap. */
  private static EmotionDistribution gap(double gap) {
    return EmotionDistribution.of(0.5 + gap / 2, 0, 0, 0.5 - gap / 2, 0, 0);
  }

  private static EmotionDistribution alone() {
    return EmotionDistribution.of(0.95, 0.01, 0.01, 0.01, 0.01, 0.01);
  }

  private static double betaOf(PersonalizedDecision rule, List<EmotionDistribution> clips) {
    return Objects.requireNonNull(
        rule.adaptedTo(clips, Collections.nCopies(clips.size(), "p")).betas().get("p"));
  }

  @Test
  void betaMovesWithTheMeanGapByTheNumberOfClips() {
    assertThat(betaOf(BETA, List.of(gap(0.5), gap(0.5))))
        .isEqualTo(0.3 + 2 / 7.0 * 0.2, within(1e-12));
    assertThat(betaOf(BETA, Collections.nCopies(20, gap(0.5))))
        .isEqualTo(0.3 + 20 / 25.0 * 0.2, within(1e-12));
    assertThat(betaOf(BETA, Collections.nCopies(20, gap(0.2))))
        .isEqualTo(0.3 - 20 / 25.0 * 0.1, within(1e-12));
    assertThat(betaOf(BETA, List.of(gap(0.5), alone()))).isEqualTo(0.3);
  }

  @Test
  void fallsBackToTheCommonThresholdsForOneClip() {
    PersonalizedDecision adapted = BETA.adaptedTo(List.of(gap(0.7)), List.of("p"));
    assertThat(adapted.betas()).isEmpty();
    for (double gap = 0; gap < 0.8; gap += 0.01) {
      assertThat(adapted.decide("p", gap(gap))).isEqualTo(COMMON.decide(gap(gap)));
      assertThat(adapted.balanced("p", gap(gap))).isEqualTo(gap(gap));
    }
  }

  @Test
  void betaStaysBetweenZeroAndOne() {
    ThresholdRule low = new ThresholdRule(0.1, 0);
    ThresholdRule high = new ThresholdRule(0, 1);
    assertThat(
            betaOf(
                PersonalizedDecision.of(Adaptation.BETA, low, low, USUAL, 0.7),
                List.of(gap(0), gap(0))))
        .isZero();
    assertThat(
            betaOf(
                PersonalizedDecision.of(Adaptation.BETA, high, high, USUAL, 0),
                List.of(gap(0.8), gap(0.8))))
        .isEqualTo(1);
  }

  @Test
  void knowsThePeopleItWasAdaptedToAndNoOthers() {
    List<EmotionDistribution> clips = List.of(gap(0.5), gap(0.5), gap(0.1), gap(0.1), gap(0.34));
    PersonalizedDecision adapted = BETA.adaptedTo(clips, List.of("a", "a", "b", "b", "c"));
    assertThat(adapted.betas()).containsOnlyKeys("a", "b");
    Blend unequal = Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS);
    Blend equal = Blend.equal(Emotion.ANGER, Emotion.HAPPINESS);
    assertThat(adapted.decide("a", gap(0.34))).isEqualTo(equal);
    assertThat(adapted.decide("b", gap(0.34))).isEqualTo(unequal);
    assertThat(adapted.decide("c", gap(0.19))).isEqualTo(equal);
    assertThat(adapted.decide("somebody else", gap(0.24))).isEqualTo(unequal);

    Clip clip = Clip.of(Path.of("x.mov"));
    assertThat(adapted.decide(clip.withPerson("a"), gap(0.34))).isEqualTo(equal);
    assertThat(adapted.decide(clip, gap(0.24))).isEqualTo(unequal);
    assertThat(BETA.decide(clip.withPerson("a"), gap(0.24))).isEqualTo(unequal);
  }

  /** Random distributions in which one emotion gets less than it should. */
  private static List<EmotionDistribution> withWeak(Emotion weak, double factor, int clips) {
    SplittableRandom random = new SplittableRandom(3);
    List<EmotionDistribution> all = new ArrayList<>();
    for (int clip = 0; clip < clips; clip++) {
      double[] logits = new double[Emotion.COUNT];
      Arrays.setAll(logits, i -> 1.5 * random.nextGaussian());
      logits[weak.index()] += Math.log(factor);
      all.add(EmotionDistribution.ofLogits(logits));
    }
    return all;
  }

  @Test
  void theBalanceMakesAPersonsMeanTheUsualOneInTheEnd() {
    List<EmotionDistribution> clips = withWeak(Emotion.ANGER, 0.3, 4000);
    double sixth = 1.0 / 6;
    PersonalizedDecision rule =
        PersonalizedDecision.of(
            Adaptation.BALANCE,
            COMMON,
            KNOWN,
            new double[] {sixth, sixth, sixth, sixth, sixth, sixth},
            0.3);
    PersonalizedDecision adapted = rule.adaptedTo(clips, Collections.nCopies(clips.size(), "p"));
    double[] mean = new double[Emotion.COUNT];
    for (EmotionDistribution clip : clips) {
      double[] p = adapted.balanced("p", clip).toArray();
      for (int i = 0; i < p.length; i++) {
        mean[i] += p[i] / clips.size();
      }
    }
    for (double emotion : mean) {
      assertThat(emotion).isEqualTo(sixth, within(1e-3));
    }
    double[] weights = Objects.requireNonNull(adapted.balances().get("p"));
    assertThat(weights[0] / weights[1]).isBetween(3.0, 3.7);
    assertThat(adapted.betas()).containsEntry("p", 0.3);
  }

  @Test
  void aFewClipsChangeTheBalanceLittle() {
    List<EmotionDistribution> few = withWeak(Emotion.ANGER, 0.3, 2);
    PersonalizedDecision rule =
        PersonalizedDecision.of(Adaptation.BALANCE, COMMON, KNOWN, USUAL, 0.3);
    double[] little =
        Objects.requireNonNull(rule.adaptedTo(few, List.of("p", "p")).balances().get("p"));
    List<EmotionDistribution> same = new ArrayList<>();
    Collections.nCopies(50, few).forEach(same::addAll);
    double[] much =
        Objects.requireNonNull(
            rule.adaptedTo(same, Collections.nCopies(100, "p")).balances().get("p"));
    for (int i = 0; i < little.length; i++) {
      assertThat(Math.log(little[i]))
          .isEqualTo(Math.log(much[i]) * 2 / 12 * 110 / 100, within(1e-6));
    }
  }

  @Test
  void fitsTheUsualAndThresholdsForKnownPeople() {
    List<EmotionDistribution> clips = List.of(gap(0.2), gap(0.4), alone(), gap(0.2));
    Blend equal = Blend.equal(Emotion.ANGER, Emotion.HAPPINESS);
    Blend first = Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS);
    List<Blend> truth = List.of(equal, first, Blend.single(Emotion.ANGER), equal);
    PersonalizedDecision fitted =
        PersonalizedDecision.fit(
            Adaptation.BETA, ThresholdSearch.exact(), clips, truth, List.of("a", "a", "b", "b"));
    assertThat(fitted.usualGap()).isEqualTo(0.8 / 3, within(1e-12));
    assertThat(fitted.usual()[0]).isEqualTo((0.6 + 0.7 + 0.95 + 0.6) / 4, within(1e-12));
    assertThat(fitted.known()).isEqualTo(fitted.common());
    assertThat(fitted.common().beta()).isBetween(0.2, 0.4);
    assertThat(fitted.betas()).isEmpty();
  }

  /**
   * People who differ in how much they tell a stronger emotion from a weaker one: with a beta of
   * their own they are read better than with the best common one; people who are alike no worse
   * than by a hair.
   */
  @Test
  void aBetaOfTheirOwnReadsPeopleBetterWhoseStylesDiffer() {
    assertThat(gain(0.30)).isGreaterThan(0.03);
    assertThat(gain(0)).isGreaterThan(-0.01);
  }

  /**
   * How much ACC_salience gains by a beta of each person's own.
   *
   * @param spread of the gap that people show between 70 and 30, around 0.4
   */
  private static double gain(double spread) {
    SplittableRandom random = new SplittableRandom(5);
    List<Blend> truth = new ArrayList<>();
    List<String> people = new ArrayList<>();
    List<EmotionDistribution> clips = new ArrayList<>();
    for (int person = 0; person < 300; person++) {
      double style = 0.4 + spread * (2 * random.nextDouble() - 1);
      for (int clip = 0; clip < 24; clip++) {
        boolean equal = clip % 3 == 0;
        double shown = Math.abs((equal ? 0 : style) + 0.12 * random.nextGaussian());
        clips.add(gap(Math.min(0.75, shown)));
        people.add("p" + person);
        truth.add(
            equal
                ? Blend.equal(Emotion.ANGER, Emotion.HAPPINESS)
                : Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS));
      }
    }
    PersonalizedDecision fitted =
        PersonalizedDecision.fit(Adaptation.BETA, ThresholdSearch.exact(), clips, truth, people);
    PersonalizedDecision own = fitted.adaptedTo(clips, people);
    List<Blend> decided = new ArrayList<>();
    List<Blend> common = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      decided.add(own.decide(people.get(i), clips.get(i)));
      common.add(fitted.common().decide(clips.get(i)));
    }
    return Scores.of(truth, decided).salience() - Scores.of(truth, common).salience();
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThatThrownBy(() -> PersonalizedDecision.of(Adaptation.BOTH, COMMON, KNOWN, USUAL, 1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("usual gap is 1.1");
    assertThatThrownBy(
            () -> PersonalizedDecision.of(Adaptation.BOTH, COMMON, KNOWN, new double[] {1}, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("usual distribution is [1.0]");
    assertThatThrownBy(() -> BETA.adaptedTo(List.of(alone()), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 distributions of 0 people");
  }

  @Test
  void isAValue() {
    List<EmotionDistribution> clips = List.of(gap(0.5), gap(0.4));
    PersonalizedDecision adapted = BETA.adaptedTo(clips, List.of("a", "a"));
    assertThat(adapted).isEqualTo(BETA.adaptedTo(clips, List.of("a", "a"))).isNotEqualTo(BETA);
    assertThat(adapted).hasSameHashCodeAs(BETA.adaptedTo(clips, List.of("a", "a")));
    assertThat(BETA)
        .hasToString(
            "beta adapted to each person: alpha 0.120, beta 0.300, usual gap 0.300; for others alpha"
                + " 0.100, beta 0.200");
    assertThat(adapted.toString()).endsWith("; knowing 1 people");
  }
}
