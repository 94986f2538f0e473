package io.github.blemore.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.Emotion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.metrics.ScoreSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Systems that older versions saved must stay loadable and decide as they did. That of 0.1.0 was
 * made by {@link SmallSystem#main}, the numbers below by that version.
 */
class SavedSystemTest {

  private static final Path FOLDER = Path.of("src/test/resources/systems/0.1.0");
  private static final double ROUNDING = 1e-9;

  @Test
  void decidesAsItDidWhenItWasSaved() {
    BlendSystem system = BlendSystem.load(FOLDER);
    List<ClipDecision> decided = system.decide(SmallSystem.corpus(), SmallSystem.clips(), people());

    assertThat(verdict(decided, 0).fused().distribution().toArray())
        .containsExactly(
            new double[] {
              0.9718491269253218,
              0.008125969312325657,
              0.015033388012740923,
              0.004493396466239807,
              4.903403683909509E-4,
              7.778914981102397E-6
            },
            within(1e-6));
    assertThat(decided.get(3).missing()).containsOnlyKeys("b");
    assertThat(verdict(decided, 3).fused().weights()).isEqualTo(Map.of("a", 1.0, "b", 0.0));
    assertThat(verdict(decided, 3).blend()).isEqualTo(Blend.single(Emotion.HAPPINESS));
    assertThat(verdict(decided, 50).blend())
        .isEqualTo(Blend.dominant(Emotion.HAPPINESS, Emotion.ANGER));
    assertThat(decided)
        .filteredOn(one -> one.verdict().orElseThrow().blend().isBlend())
        .hasSize(72);
    assertThat(decided)
        .filteredOn(
            one ->
                one.verdict().flatMap(ClipDecision.Verdict::confidence).orElseThrow().isUncertain())
        .hasSize(102);
    Confidence doubted = verdict(decided, 50).confidence().orElseThrow();
    assertThat(doubted.probability()).isCloseTo(0.78, within(0.005));
    assertThat(doubted.doubt())
        .contains("closeness 0.940 is below 0.999, needed for a risk of 0.1");

    assertThat(verdict(decided, 0).rule().alpha()).isEqualTo(0.08719865774968354);
    assertThat(verdict(decided, 0).rule().beta()).isCloseTo(0.10873830403671299, within(1e-6));
    assertThat(verdict(decided, 50).rule().beta()).isCloseTo(0.13868160059490287, within(1e-6));
    assertThat(verdict(decided, 107).rule())
        .isEqualTo(new ThresholdRule(0.09516690278379564, 0.20953912067904193));
  }

  @Test
  void knowsWhereItComesFromAndHowItDid() {
    BlendSystem system = BlendSystem.load(FOLDER);

    assertThat(system).hasToString("system of [a, b], fitted on 108 clips of 3 people");
    assertThat(system.origin().foldOf()).isEqualTo(Map.of("A100", 0, "A101", 1, "A102", 2));
    assertThat(system.origin().training().epochs()).isEqualTo(12);
    assertThat(system.taskAdaptedShare().orElseThrow())
        .isCloseTo(0.5097142857142857, within(ROUNDING));
    assertThat(system.members().get(0).origin().license().orElseThrow().name()).isEqualTo("MIT");
    ScoreSummary nested = system.evaluation(Protocol.NESTED).orElseThrow().chosen().summary();
    assertThat(nested.presence().mean()).isCloseTo(73 / 108.0, within(ROUNDING));
    assertThat(nested.salience().mean()).isCloseTo(0.3, within(ROUNDING));
    assertThat(nested)
        .hasToString("presence 0.676 ± 0.070, salience 0.300 ± 0.033, score 0.488 ± 0.044");
    assertThat(system.evaluation(Protocol.NESTED).orElseThrow().chosen().answers()).hasSize(108);
  }

  private static ClipDecision.Verdict verdict(List<ClipDecision> decided, int clip) {
    return decided.get(clip).verdict().orElseThrow();
  }

  private static Map<String, String> people() {
    return SmallSystem.clips().stream()
        .filter(clip -> !clip.startsWith("A102"))
        .collect(Collectors.toMap(clip -> clip, clip -> clip.substring(0, 4)));
  }
}
