package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRatesTest {

  private static final LearningRates RATES = new LearningRates(1e-3, 1e-5, 4, 20);

  @Test
  void riseEvenlyToThePeak() {
    assertThat(RATES.at(0)).isEqualTo(0.25e-3);
    assertThat(RATES.at(1)).isEqualTo(0.5e-3);
    assertThat(RATES.at(2)).isEqualTo(0.75e-3);
    assertThat(RATES.at(3)).isEqualTo(1e-3);
    assertThat(RATES.at(4)).isEqualTo(1e-3);
  }

  @Test
  void fallByHalfACosine() {
    assertThat(RATES.at(8)).isCloseTo(1e-5 + 0.99e-3 * (1 + Math.sqrt(0.5)) / 2, within(1e-15));
    assertThat(RATES.at(12)).isCloseTo(0.505e-3, within(1e-15));
    for (int step = 5; step < 20; step++) {
      assertThat(RATES.at(step)).isLessThan(RATES.at(step - 1)).isGreaterThan(1e-5);
    }
  }

  @Test
  void stayAtTheLeastAfterTheEnd() {
    assertThat(RATES.at(20)).isCloseTo(1e-5, within(1e-18));
    assertThat(RATES.at(21)).isCloseTo(1e-5, within(1e-18));
    assertThat(RATES.at(Long.MAX_VALUE)).isCloseTo(1e-5, within(1e-18));
  }

  @Test
  void startAtThePeakWithoutAWarmUp() {
    assertThat(new LearningRates(1e-3, 0, 0, 10).at(0)).isEqualTo(1e-3);
  }

  @Test
  void canRiseToTheLastStep() {
    LearningRates rates = new LearningRates(1e-3, 0, 10, 10);
    assertThat(rates.at(9)).isEqualTo(1e-3);
    assertThat(rates.at(11)).isZero();
  }

  @Test
  void stayIfTheLeastIsThePeak() {
    LearningRates rates = new LearningRates(1e-3, 1e-3, 0, 10);
    for (int step = 0; step < 12; step++) {
      assertThat(rates.at(step)).isEqualTo(1e-3);
    }
  }
}
