package io.github.blemore.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreSummaryTest {

  /**
   * ImageBind with MLP-512 on the five validation folds: {@code data/validation_summary.csv} of the
   * challenge's repository, commit ecf230c, of whose README the mean and deviation are.
   */
  @Test
  void isMeanAndDeviationAsPublished() {
    ScoreSummary summary =
        new ScoreSummary(
            List.of(
                new Scores(0.29310344827586204, 0.12142857142857143),
                new Scores(0.2962962962962963, 0.12962962962962962),
                new Scores(0.297008547008547, 0.14166666666666666),
                new Scores(0.24364406779661016, 0.125),
                new Scores(0.3188976377952756, 0.13175675675675674)));

    assertThat(summary.presence()).hasToString("0.290 \u00b1 0.028");
    assertThat(summary.salience()).hasToString("0.130 \u00b1 0.008");
  }

  @Test
  void summarizesTheScoreToo() {
    ScoreSummary summary = new ScoreSummary(List.of(new Scores(0.5, 0.1), new Scores(0.7, 0.3)));

    assertThat(summary.score().mean()).isCloseTo(0.4, within(1e-15));
    assertThat(summary.score().deviation().orElseThrow()).isCloseTo(Math.sqrt(0.02), within(1e-15));
    assertThat(summary)
        .hasToString(
            "presence 0.600 \u00b1 0.141, salience 0.200 \u00b1 0.141, score 0.400 \u00b1 0.141");
  }

  @Test
  void oneFoldHasNoDeviation() {
    ScoreSummary summary = new ScoreSummary(List.of(new Scores(0.25, 0)));

    assertThat(summary.presence().mean()).isEqualTo(0.25);
    assertThat(summary.presence().deviation()).isEmpty();
    assertThat(summary.presence()).hasToString("0.250");
  }

  @Test
  void noFoldIsRefused() {
    assertThatThrownBy(() -> new ScoreSummary(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
