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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PersonalizedDecisionTest {

  private static final ThresholdRule COMMON = new ThresholdRule(0.1, 0.2);
  private static final PersonalizedDecision RULE = PersonalizedDecision.of(COMMON, 0.3, 5);

  /** Anger and happiness with this gap. */
  private static EmotionDistribution gap(double gap) {
    return EmotionDistribution.of(0.5 + gap / 2, 0, 0, 0.5 - gap / 2, 0, 0);
  }

  private static EmotionDistribution alone() {
    return EmotionDistribution.of(0.95, 0.01, 0.01, 0.01, 0.01, 0.01);
  }

  @Test
  void betaMovesWithTheMeanGapByTheNumberOfClips() {
    assertThat(RULE.betaOf(List.of(gap(0.5), gap(0.5))))
        .isEqualTo(0.2 + 2 / 7.0 * 0.2, within(1e-12));
    assertThat(RULE.betaOf(Collections.nCopies(20, gap(0.5))))
        .isEqualTo(0.2 + 20 / 25.0 * 0.2, within(1e-12));
    assertThat(RULE.betaOf(Collections.nCopies(20, gap(0.2))))
        .isEqualTo(0.2 - 20 / 25.0 * 0.1, within(1e-12));
  }

  @Test
  void fallsBackToTheCommonBetaForOneClipOrNone() {
    assertThat(RULE.betaOf(List.of())).isEqualTo(0.2);
    assertThat(RULE.betaOf(List.of(gap(0.7)))).isEqualTo(0.2);
    assertThat(RULE.betaOf(List.of(gap(0.7), alone(), alone(), alone()))).isEqualTo(0.2);
  }

  @Test
  void staysBetweenZeroAndOne() {
    PersonalizedDecision steep = PersonalizedDecision.of(new ThresholdRule(0.1, 0.05), 0.7, 0);
    assertThat(steep.betaOf(List.of(gap(0), gap(0)))).isZero();
    PersonalizedDecision high = PersonalizedDecision.of(new ThresholdRule(0, 0.9), 0, 0);
    assertThat(high.betaOf(List.of(gap(0.8), gap(0.8)))).isEqualTo(1);
  }

  @Test
  void knowsThePeopleItWasAdaptedToAndNoOthers() {
    List<EmotionDistribution> clips = List.of(gap(0.5), gap(0.5), gap(0.1), gap(0.1), gap(0.24));
    PersonalizedDecision adapted = RULE.adaptedTo(clips, List.of("a", "a", "b", "b", "c"));
    assertThat(adapted.betas()).containsOnlyKeys("a", "b", "c");
    Blend unequal = Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS);
    Blend equal = Blend.equal(Emotion.ANGER, Emotion.HAPPINESS);
    assertThat(adapted.decide("a", gap(0.24))).isEqualTo(equal);
    assertThat(adapted.decide("b", gap(0.24))).isEqualTo(unequal);
    assertThat(adapted.decide("c", gap(0.24))).isEqualTo(COMMON.decide(gap(0.24)));
    assertThat(adapted.decide("somebody else", gap(0.24))).isEqualTo(COMMON.decide(gap(0.24)));

    Clip clip = Clip.of(Path.of("x.mov"));
    assertThat(adapted.decide(clip.withPerson("a"), gap(0.24))).isEqualTo(equal);
    assertThat(adapted.decide(clip, gap(0.24))).isEqualTo(unequal);
    assertThat(RULE.decide(clip.withPerson("a"), gap(0.24))).isEqualTo(unequal);
  }

  @Test
  void theUsualGapIsThatOfTheClipsWithTwoEmotions() {
    PersonalizedDecision fitted =
        PersonalizedDecision.fit(COMMON, List.of(gap(0.2), gap(0.4), alone()));
    assertThat(fitted.usualGap()).isEqualTo(0.3, within(1e-12));
    assertThat(fitted.common()).isEqualTo(COMMON);
    assertThat(PersonalizedDecision.fit(COMMON, List.of(alone())).usualGap()).isZero();
  }

  /**
   * People who differ in how much they tell a stronger emotion from a weaker one: with a beta of
   * their own they are read better than with the best common one; people who are alike no worse
   * than by a hair.
   */
  @Test
  void readsPeopleBetterWhoseStylesDiffer() {
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
    double best = 0;
    ThresholdRule common = COMMON;
    for (double beta = 0; beta < 0.6; beta += 0.01) {
      ThresholdRule rule = new ThresholdRule(0.1, beta);
      double salience = Scores.of(truth, clips.stream().map(rule::decide).toList()).salience();
      common = salience > best ? rule : common;
      best = Math.max(best, salience);
    }
    PersonalizedDecision own = PersonalizedDecision.fit(common, clips).adaptedTo(clips, people);
    List<Blend> decided = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      decided.add(own.decide(people.get(i), clips.get(i)));
    }
    return Scores.of(truth, decided).salience() - best;
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThatThrownBy(() -> PersonalizedDecision.of(COMMON, 1.1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("usual gap is 1.1");
    assertThatThrownBy(() -> PersonalizedDecision.of(COMMON, 0.3, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("halfway is -1");
    assertThatThrownBy(() -> RULE.adaptedTo(List.of(alone()), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 distributions of 0 people");
  }

  @Test
  void isAValue() {
    List<EmotionDistribution> clips = List.of(gap(0.5), gap(0.4));
    PersonalizedDecision adapted = RULE.adaptedTo(clips, List.of("a", "a"));
    assertThat(adapted).isEqualTo(RULE.adaptedTo(clips, List.of("a", "a"))).isNotEqualTo(RULE);
    assertThat(adapted).hasSameHashCodeAs(RULE.adaptedTo(clips, List.of("a", "a")));
    assertThat(RULE)
        .hasToString(
            "alpha 0.100, beta 0.200 adapted to each person (usual gap 0.300, half at 5.0 clips)");
    assertThat(adapted.toString()).endsWith(", knowing 1 people");
  }
}
