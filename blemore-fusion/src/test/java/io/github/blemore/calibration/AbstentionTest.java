package io.github.blemore.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AbstentionTest {

  private static final Calibration FLATTER = TemperatureScaling.of(1.5);

  private static final Blend ANGER = Blend.single(Emotion.ANGER);
  private static final Blend FEAR = Blend.single(Emotion.FEAR);
  private static final Blend BOTH = Blend.dominant(Emotion.ANGER, Emotion.DISGUST);

  @Test
  void closenessIsOneWithoutDoubt() {
    EmotionDistribution half = EmotionDistribution.of(0.5, 0.5, 0, 0, 0, 0);
    EmotionDistribution certain = EmotionDistribution.of(1, 0, 0, 0, 0, 0);

    assertThat(Abstention.closeness(certain, ANGER)).isEqualTo(1);
    assertThat(Abstention.closeness(half, BOTH)).isEqualTo(1);
    assertThat(Abstention.closeness(half, ANGER)).isCloseTo(0.75, within(1e-12));
    assertThat(Abstention.closeness(certain, FEAR)).isZero();
  }

  private static List<Judged> decisions(Clips clips) {
    ThresholdRule rule = DecisionRule.of(0.5, 0.2);
    List<Judged> decisions = new ArrayList<>();
    for (int clip = 0; clip < clips.truth().size(); clip++) {
      EmotionDistribution distribution = clips.distributions().get(clip);
      decisions.add(Judged.of(distribution, rule.decide(distribution), clips.truth().get(clip)));
    }
    return decisions;
  }

  @Test
  void keepsTheRiskOnTheClipsFittedOnAndNearlyOnOthers() {
    List<Judged> fittedOn = decisions(Clips.drawn(1, 5000, FLATTER));
    List<Judged> others = decisions(Clips.drawn(2, 5000, FLATTER));
    double all = RiskCoverage.of(fittedOn).coverageAt(0.3);
    Abstention abstention = Abstention.fit(0.3, fittedOn);
    double threshold = abstention.threshold().orElseThrow();

    assertThat(all).isBetween(0.05, 0.95);
    assertThat(wrongFrom(threshold, fittedOn)).isLessThanOrEqualTo(0.3);
    assertThat(wrongFrom(threshold, others)).isCloseTo(0.3, within(0.05));
  }

  private static double wrongFrom(double threshold, List<Judged> decisions) {
    return decisions.stream()
        .filter(decision -> decision.confidence() >= threshold)
        .mapToInt(decision -> decision.right() ? 0 : 1)
        .average()
        .orElseThrow();
  }

  @Test
  void theProbabilityIsThatOfBeingRight() {
    List<Judged> fittedOn = decisions(Clips.drawn(3, 20_000, FLATTER));
    IsotonicRegression probability = Abstention.fit(0.3, fittedOn).probability();
    List<Judged> others = decisions(Clips.drawn(4, 20_000, FLATTER));
    for (double low : new double[] {0.4, 0.6, 0.8}) {
      List<Judged> some =
          others.stream()
              .filter(decision -> probability.at(decision.confidence()) >= low)
              .filter(decision -> probability.at(decision.confidence()) < low + 0.2)
              .toList();
      assertThat(some).hasSizeGreaterThan(1000);
      assertThat(wrongFrom(-1, some))
          .isCloseTo(
              some.stream()
                  .mapToDouble(decision -> 1 - probability.at(decision.confidence()))
                  .average()
                  .orElseThrow(),
              within(0.03));
    }
  }

  @Test
  void saysWhyItIsUncertain() {
    Abstention abstention =
        Abstention.of(
            0.2, OptionalDouble.of(0.9), IsotonicRegression.of(Map.of(0.5, 0.25, 0.9, 0.8)));
    EmotionDistribution half = EmotionDistribution.of(0.5, 0.5, 0, 0, 0, 0);

    assertThat(abstention.judge(half, BOTH)).isEqualTo(Confidence.sure(0.8));
    assertThat(abstention.judge(half, ANGER))
        .isEqualTo(
            Confidence.uncertain(0.25, "closeness 0.750 is below 0.900, needed for a risk of 0.2"));
    assertThat(abstention).hasToString("uncertain below closeness 0.900, for a risk of 0.2");
  }

  @Test
  void aRiskOutOfReachMakesAllUncertain() {
    Abstention abstention =
        Abstention.fit(0.1, List.of(new Judged(0.9, false), new Judged(0.5, true)));
    EmotionDistribution certain = EmotionDistribution.of(1, 0, 0, 0, 0, 0);

    assertThat(abstention.threshold()).isEmpty();
    assertThat(abstention.judge(certain, ANGER).isUncertain()).isTrue();
    assertThat(abstention.judge(certain, ANGER).doubt().orElseThrow()).contains("0.1");
    assertThat(abstention).hasToString("always uncertain, a risk of 0.1 being out of reach");
  }

  @Test
  void parametersMakeTheSameAgain() {
    Abstention fitted = Abstention.fit(0.5, decisions(Clips.drawn(5, 200, Calibration.identity())));

    assertThat(Abstention.of(fitted.risk(), fitted.threshold(), fitted.probability()))
        .isEqualTo(fitted)
        .hasSameHashCodeAs(fitted);
  }

  @Test
  void badParametersAreRefused() {
    IsotonicRegression probability = IsotonicRegression.of(Map.of(0.5, 0.25));

    assertThatThrownBy(() -> Abstention.of(1.5, OptionalDouble.empty(), probability))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("risk is 1.5: must be 0..1");
    assertThatThrownBy(() -> Abstention.of(0.5, OptionalDouble.of(Double.NaN), probability))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threshold is NaN");
    assertThatThrownBy(() -> Abstention.fit(0.5, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
