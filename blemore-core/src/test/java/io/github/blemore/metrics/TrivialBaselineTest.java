package io.github.blemore.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrivialBaselineTest {

  private static final Blend ANG = Blend.single(Emotion.ANGER);
  private static final Blend SAD = Blend.single(Emotion.SADNESS);
  private static final Blend EQUAL = Blend.equal(Emotion.ANGER, Emotion.HAPPINESS);
  private static final Blend ANGRIER = Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS);
  private static final Blend OTHER = Blend.equal(Emotion.FEAR, Emotion.SADNESS);

  private static final List<Blend> LABELS =
      List.of(ANG, SAD, SAD, OTHER, EQUAL, ANGRIER, ANGRIER, OTHER);

  @Test
  void theBestEmotionIsTheMostFrequent() {
    assertThat(TrivialBaseline.bestSingle(LABELS)).isEqualTo(SAD);
    assertThat(TrivialBaseline.always(SAD, LABELS)).isEqualTo(new Scores(2 / 8.0, 0));
  }

  @Test
  void theBestBlendHasTheBestScore() {
    assertThat(TrivialBaseline.bestBlend(LABELS)).isEqualTo(ANGRIER);
    assertThat(TrivialBaseline.bestBlend(List.of(OTHER, ANGRIER, EQUAL, OTHER))).isEqualTo(OTHER);
    assertThat(TrivialBaseline.always(ANGRIER, LABELS)).isEqualTo(new Scores(3 / 8.0, 2 / 5.0));
  }

  @Test
  void noConstantAnswerScoresBetter() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Blend> truth = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        truth.add(Blend.all().get(random.nextInt(36)));
      }
      double single = TrivialBaseline.always(TrivialBaseline.bestSingle(truth), truth).score();
      double blend = TrivialBaseline.always(TrivialBaseline.bestBlend(truth), truth).score();

      assertThat(Blend.all())
          .allSatisfy(
              answer ->
                  assertThat(TrivialBaseline.always(answer, truth).score())
                      .isLessThanOrEqualTo(answer.isBlend() ? blend : single));
    }
  }

  @Test
  void theFirstWinsTies() {
    assertThat(TrivialBaseline.bestSingle(List.of(SAD, ANG))).isEqualTo(ANG);
    assertThat(TrivialBaseline.bestBlend(List.of(ANGRIER, EQUAL))).isEqualTo(EQUAL);
    assertThat(TrivialBaseline.bestBlend(List.of(ANG))).isEqualTo(Blend.all().get(6));
  }

  @Test
  void chanceIsOneInThirtySix() {
    Scores chance = TrivialBaseline.chance(List.of(ANG, SAD, SAD, EQUAL));

    assertThat(chance.presence()).isCloseTo((3 * 1 + 1 * 3) / (4 * 36.0), within(1e-15));
    assertThat(chance.salience()).isCloseTo(1 / 36.0, within(1e-15));
    assertThat(TrivialBaseline.chance(List.of(ANG)).salience()).isZero();
  }

  @Test
  void noClipsAreRefused() {
    assertThatThrownBy(() -> TrivialBaseline.bestSingle(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TrivialBaseline.chance(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
