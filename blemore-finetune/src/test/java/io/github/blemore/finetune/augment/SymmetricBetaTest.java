package io.github.blemore.finetune.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricBetaTest {

  private static final int DRAWS = 200_000;

  private static double[] draws(double alpha) {
    SplittableRandom random = new SplittableRandom(7);
    SymmetricBeta beta = new SymmetricBeta(alpha);
    return random.doubles(DRAWS).map(unused -> beta.draw(random)).toArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2, 0.8, 1, 2.5, 40})
  void hasTheMeanVarianceAndFourthMomentOfBeta(double alpha) {
    double mean = 0;
    double variance = 0;
    double fourth = 0;
    for (double value : draws(alpha)) {
      assertThat(value).isBetween(0.0, 1.0);
      double off = value - 0.5;
      mean += off / DRAWS;
      variance += off * off / DRAWS;
      fourth += off * off * off * off / DRAWS;
    }
    double expected = 1 / (4 * (2 * alpha + 1));
    double expectedFourth = 3 / (16 * (2 * alpha + 1) * (2 * alpha + 3));

    assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(expected / DRAWS)));
    assertThat(variance).isCloseTo(expected, within(0.012 * expected));
    assertThat(fourth).isCloseTo(expectedFourth, within(0.03 * expectedFourth));
  }

  @Test
  void isUniformForAlphaOne() {
    int[] tenths = new int[10];
    for (double value : draws(1)) {
      tenths[(int) Math.min(value * 10, 9)]++;
    }

    for (int count : tenths) {
      assertThat(count).isCloseTo(DRAWS / 10, within(600));
    }
  }

  @Test
  void isAllOrNothingForATinyAlphaAndNeverNaN() {
    for (double value : draws(1e-9)) {
      assertThat(Math.min(value, 1 - value)).isCloseTo(0, within(1e-3));
    }
  }

  @Test
  void isHalfForAHugeAlpha() {
    for (double value : draws(1e12)) {
      assertThat(value).isCloseTo(0.5, within(1e-4));
    }
  }
}
