package io.github.blemore.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.calibration.RiskCoverage.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskCoverageTest {

  private static final List<Judged> FIVE =
      List.of(
          new Judged(0.5, true),
          new Judged(0.9, true),
          new Judged(0.7, false),
          new Judged(0.7, true),
          new Judged(0.1, false));

  @Test
  void keepsTheSurestAndTiesTogether() {
    assertThat(RiskCoverage.of(FIVE).points())
        .containsExactly(
            new Point(0.9, 0.2, 0),
            new Point(0.7, 0.6, 1 / 3.0),
            new Point(0.5, 0.8, 0.25),
            new Point(0.1, 1, 0.4));
  }

  @Test
  void theAreaIsTheMeanRiskOverClips() {
    assertThat(RiskCoverage.of(FIVE).area())
        .isCloseTo((0 + 1 / 3.0 + 1 / 3.0 + 0.25 + 0.4) / 5, within(1e-12));
    assertThat(RiskCoverage.of(FIVE)).hasToString("risk 0.400 at full coverage, area 0.263");
  }

  @Test
  void aRiskIsReachedAtTheGreatestCoverageThatHasIt() {
    RiskCoverage curve = RiskCoverage.of(FIVE);

    assertThat(curve.at(0.25)).contains(new Point(0.5, 0.8, 0.25));
    assertThat(curve.coverageAt(0.2)).isEqualTo(0.2);
    assertThat(curve.coverageAt(0.4)).isEqualTo(1);
    assertThat(RiskCoverage.of(List.of(new Judged(1, false))).at(0.5)).isEmpty();
    assertThat(RiskCoverage.of(List.of(new Judged(1, false))).coverageAt(0.5)).isZero();
  }

  @Test
  void agreesWithCountingAtEachThreshold() {
    Random random = new Random(1);
    for (int trial = 0; trial < 100; trial++) {
      List<Judged> decisions = new ArrayList<>();
      for (int i = 1 + random.nextInt(30); i > 0; i--) {
        decisions.add(new Judged(random.nextInt(8), random.nextBoolean()));
      }
      RiskCoverage curve = RiskCoverage.of(decisions);
      double area = 0;
      for (Judged each : decisions) {
        List<Judged> kept =
            decisions.stream().filter(d -> d.confidence() >= each.confidence()).toList();
        double risk = kept.stream().filter(d -> !d.right()).count() / (double) kept.size();
        area += risk / decisions.size();
        assertThat(curve.points())
            .contains(new Point(each.confidence(), kept.size() / (double) decisions.size(), risk));
      }
      assertThat(curve.area()).isCloseTo(area, within(1e-12));
      Collections.shuffle(decisions, random);
      assertThat(RiskCoverage.of(decisions).points()).isEqualTo(curve.points());
    }
  }

  @Test
  void noDecisionAndBadNumbersAreRefused() {
    assertThatThrownBy(() -> RiskCoverage.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> RiskCoverage.of(FIVE).at(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("risk is 1.5: must be 0..1");
    assertThatThrownBy(() -> new Judged(Double.NaN, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
