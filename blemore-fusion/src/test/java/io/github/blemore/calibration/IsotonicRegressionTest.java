package io.github.blemore.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IsotonicRegressionTest {

  @Test
  void violatorsArePooled() {
    IsotonicRegression fitted =
        IsotonicRegression.fit(
            List.of(
                new Judged(0.1, false),
                new Judged(0.2, true),
                new Judged(0.3, false),
                new Judged(0.4, true),
                new Judged(0.4, true)));

    assertThat(fitted.steps()).isEqualTo(Map.of(0.1, 0.0, 0.2, 0.5, 0.4, 1.0));
    assertThat(fitted.at(-5)).isZero();
    assertThat(fitted.at(0.35)).isEqualTo(0.5);
    assertThat(fitted.at(0.4)).isEqualTo(1);
    assertThat(fitted.at(9)).isEqualTo(1);
  }

  /** The minimax formula: max over lower ends of the min over upper ends of the mean between. */
  @Test
  void isTheLeastSquaresFitThatNeverFalls() {
    Random random = new Random(2);
    for (int trial = 0; trial < 200; trial++) {
      List<Judged> decisions = new ArrayList<>();
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        int confidence = random.nextInt(10);
        decisions.add(new Judged(confidence, random.nextInt(10) < confidence));
      }
      IsotonicRegression fitted = IsotonicRegression.fit(decisions);
      for (Judged each : decisions) {
        double fit = 0;
        for (Judged low : decisions) {
          double least = 1;
          for (Judged high : decisions) {
            if (low.confidence() <= each.confidence() && high.confidence() >= each.confidence()) {
              least = Math.min(least, mean(decisions, low.confidence(), high.confidence()));
            }
          }
          fit = low.confidence() <= each.confidence() ? Math.max(fit, least) : fit;
        }
        assertThat(fitted.at(each.confidence())).isCloseTo(fit, within(1e-12));
      }
    }
  }

  private static double mean(List<Judged> decisions, double low, double high) {
    return decisions.stream()
        .filter(d -> d.confidence() >= low && d.confidence() <= high)
        .mapToInt(d -> d.right() ? 1 : 0)
        .average()
        .orElseThrow();
  }

  @Test
  void stepsMakeTheSameAgain() {
    IsotonicRegression fitted =
        IsotonicRegression.fit(List.of(new Judged(0.1, false), new Judged(0.2, true)));

    assertThat(IsotonicRegression.of(fitted.steps()))
        .isEqualTo(fitted)
        .hasSameHashCodeAs(fitted)
        .hasToString("{0.1=0.0, 0.2=1.0}");
  }

  @Test
  void stepsThatFallOrAreNoProbabilitiesAreRefused() {
    assertThatThrownBy(() -> IsotonicRegression.of(Map.of(0.1, 0.5, 0.2, 0.4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never falling");
    assertThatThrownBy(() -> IsotonicRegression.of(Map.of(0.1, 1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> IsotonicRegression.fit(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
