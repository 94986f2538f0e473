package io.github.blemore.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.DecisionRule;
import io.github.blemore.EmotionDistribution;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbabilitiesTest {

  private static final double[] ROW = {0.5, 0.25, 0.25, 0, 0, 0};

  @Test
  void valuesAreCopied() {
    double[] values = ROW.clone();
    Probabilities probabilities = Probabilities.of(values);
    values[0] = 0;
    probabilities.row(0)[0] = 0;

    assertThat(probabilities.row(0)).isEqualTo(ROW);
    assertThat(probabilities.clips()).isEqualTo(1);
    assertThat(probabilities.isFloat32()).isFalse();
    assertThat(Probabilities.of(List.of(EmotionDistribution.of(ROW))).row(0)).isEqualTo(ROW);
  }

  @Test
  void float32IsDecidedInFloat32() {
    // As a float, 0.3f is above the double 0.3, and equal to what the double is rounded to.
    float[] narrow = {0.7f, 0.3f, 0, 0, 0, 0};
    double[] wide = {0.7f, 0.3f, 0, 0, 0, 0};
    double alpha = Math.nextUp((double) 0.3f);

    assertThat(Probabilities.of(narrow).decide(DecisionRule.of(alpha, 0)))
        .hasToString("[ang 70 / disg 30]");
    assertThat(Probabilities.of(wide).decide(DecisionRule.of(alpha, 0))).hasToString("[ang 100]");
    assertThat(Probabilities.of(narrow).isFloat32()).isTrue();
  }

  @Test
  void theLengthMustBeSixForEachClip() {
    assertThatThrownBy(() -> Probabilities.of(new double[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("7 probabilities: must be [clips, 6]");
  }

  @Test
  void aRowThatIsNoDistributionIsNamed() {
    assertThatThrownBy(() -> Probabilities.of(twoRows(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1: probability of ang is NaN: must be finite and not negative");
    assertThatThrownBy(() -> Probabilities.of(twoRows(0.6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("row 1: probabilities [0.6, 0.25, 0.25, 0.0, 0.0, 0.0] sum to 1.1");
    assertThatThrownBy(() -> Probabilities.of(new float[] {Float.NaN, 0, 0, 0, 0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("row 0: probability of ang is NaN");
  }

  private static double[] twoRows(double secondAnger) {
    double[] rows = new double[12];
    System.arraycopy(ROW, 0, rows, 0, 6);
    System.arraycopy(ROW, 0, rows, 6, 6);
    rows[6] = secondAnger;
    return rows;
  }
}
