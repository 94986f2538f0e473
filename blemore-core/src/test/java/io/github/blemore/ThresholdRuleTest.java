package io.github.blemore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Against the matrices made by the challenge's baseline, and BLEMORE.md's rule case by case. */
class ThresholdRuleTest {

  private static final Pattern PAIR =
      Pattern.compile("\"index\": (\\d+),\\s*\"alpha\": ([0-9.]+),\\s*\"beta\": ([0-9.]+)");

  private static double[] row(double[] values, int row) {
    return Arrays.copyOfRange(values, row * Emotion.COUNT, (row + 1) * Emotion.COUNT);
  }

  private static double[] saliences(Blend blend) {
    return Emotion.classOrder().stream().mapToDouble(blend::salience).toArray();
  }

  @Test
  void decidesAsTheBaselineOnAllClipsAndThresholds() throws IOException {
    double[] probabilities = Fixtures.npy("blemore/probs.npy").toDoubles();
    Matcher pairs = PAIR.matcher(Fixtures.text("blemore/predictions_index.json"));
    int matrices = 0;
    while (pairs.find()) {
      ThresholdRule rule =
          DecisionRule.of(Double.parseDouble(pairs.group(2)), Double.parseDouble(pairs.group(3)));
      double[] expected =
          Fixtures.npy("blemore/pred_matrix_%s.npy".formatted(pairs.group(1))).toDoubles();
      for (int clip = 0; clip < expected.length / Emotion.COUNT; clip++) {
        Blend blend = rule.decide(EmotionDistribution.of(row(probabilities, clip)));
        assertThat(saliences(blend)).as("%s, clip %d", rule, clip).isEqualTo(row(expected, clip));
      }
      matrices++;
    }
    assertThat(matrices).isEqualTo(6);
  }

  @Test
  void decidesAsTheBaselineOnTiesAndExactThresholds() throws IOException {
    double[] probabilities = Fixtures.npy("blemore/edge_cases/probs.npy").toDoubles();
    double[] thresholds = Fixtures.npy("blemore/edge_cases/threshold_pairs.npy").toDoubles();
    double[] expected = Fixtures.npy("blemore/edge_cases/pred_matrix.npy").toDoubles();
    double[] expected32 =
        Fixtures.npy("blemore/edge_cases/pred_matrix_float32_probs.npy").toDoubles();
    int clips = probabilities.length / Emotion.COUNT;
    for (int pair = 0; pair < thresholds.length / 2; pair++) {
      ThresholdRule rule = DecisionRule.of(thresholds[2 * pair], thresholds[2 * pair + 1]);
      for (int clip = 0; clip < clips; clip++) {
        double[] p = row(probabilities, clip);
        float[] p32 = new float[p.length];
        for (int i = 0; i < p.length; i++) {
          p32[i] = (float) p[i];
        }
        assertThat(saliences(rule.decide(EmotionDistribution.of(p))))
            .as("%s, clip %d", rule, clip)
            .isEqualTo(row(expected, pair * clips + clip));
        assertThat(saliences(rule.decide(p32)))
            .as("float32, %s, clip %d", rule, clip)
            .isEqualTo(row(expected32, pair * clips + clip));
      }
    }
  }

  @Test
  void theLargestBelowAlphaIsPredictedAlone() {
    assertThat(decide(0.5, 0.2, 0.4, 0.3, 0.1, 0.1, 0.05, 0.05)).hasToString("ang 100");
  }

  @Test
  void theSecondAtAlphaStaysAndBelowItGoes() {
    assertThat(decide(0.25, 0.2, 0.5, 0.25, 0.25, 0, 0, 0)).hasToString("ang 70 / disg 30");
    assertThat(decide(0.26, 0.2, 0.5, 0.25, 0.25, 0, 0, 0)).hasToString("ang 100");
  }

  @Test
  void neutralIsNeverBlended() {
    assertThat(decide(0.1, 0.2, 0, 0, 0, 0, 0.4, 0.6)).hasToString("neu 100");
    assertThat(decide(0.1, 0.2, 0, 0, 0, 0, 0.5, 0.5)).hasToString("sad 100");
  }

  @Test
  void aDifferenceOfBetaIsEqualSalience() {
    assertThat(decide(0.1, 0.25, 0.5, 0.25, 0.25, 0, 0, 0)).hasToString("ang 50 / disg 50");
    assertThat(decide(0.1, 0.24, 0, 0.25, 0, 0.5, 0.25, 0)).hasToString("disg 30 / hap 70");
  }

  @Test
  void aProbabilityOfZeroNeverCounts() {
    assertThat(decide(0, 1, 0, 0, 1, 0, 0, 0)).hasToString("fea 100");
  }

  private static Blend decide(double alpha, double beta, double... probabilities) {
    return DecisionRule.of(alpha, beta).decide(EmotionDistribution.of(probabilities));
  }

  @Test
  void thresholdsOutsideOfZeroToOneAreRefused() {
    assertThatThrownBy(() -> DecisionRule.of(-0.1, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha is -0.1: must be 0..1");
    assertThatThrownBy(() -> DecisionRule.of(0.1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta is NaN: must be 0..1");
  }
}
