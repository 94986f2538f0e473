package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Emotion;
import org.junit.jupiter.api.Test;

class ExpressionTest {

  @Test
  void readsNumbersAndIntensities() {
    Expression smile = Expression.of("6B+12E");

    assertThat(smile.weight(ActionUnit.CHEEK_RAISER)).isEqualTo(0.4);
    assertThat(smile.weight(ActionUnit.LIP_CORNER_PULLER)).isEqualTo(1);
    assertThat(smile.weight(ActionUnit.BROW_LOWERER)).isZero();
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThatThrownBy(() -> Expression.of("6B+12"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("part 12 of 6B+12");
    assertThatThrownBy(() -> Expression.of("6B+11C"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("action unit 11");
  }

  @Test
  void everyEmotionButNeutralHasSome() {
    for (Emotion emotion : Emotion.classOrder()) {
      assertThat(Expressions.of(emotion).isEmpty()).isEqualTo(emotion == Emotion.NEUTRAL);
      assertThat(Postures.of(emotion).isEmpty()).isEqualTo(emotion == Emotion.NEUTRAL);
    }
  }
}
