package io.github.blemore.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReliabilityTest {

  @Test
  void binsHoldPairsOfAClipAndAnEmotion() {
    // 0.7 is in bin 10 of 15, 0.3 in bin 4, the eight zeros in bin 0.
    EmotionDistribution seen = EmotionDistribution.of(0.7, 0.3, 0, 0, 0, 0);
    Reliability reliability =
        Reliability.of(
            List.of(seen, seen),
            List.of(Blend.single(Emotion.ANGER), Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS)));

    assertThat(reliability.bins()).extracting(Reliability.Bin::pairs).containsExactly(8, 2, 2);
    Reliability.Bin zeros = reliability.bins().get(0);
    assertThat(zeros.low()).isZero();
    assertThat(zeros.high()).isEqualTo(1 / 15.0);
    assertThat(zeros.meanProbability()).isZero();
    assertThat(zeros.meanLabel()).isCloseTo(0.3 / 8, within(1e-12));
    assertThat(reliability.bins(Emotion.ANGER)).hasSize(1);
    assertThat(reliability.bins(Emotion.ANGER).get(0).meanLabel()).isCloseTo(0.85, within(1e-12));
    assertThat(reliability.bins(Emotion.NEUTRAL).get(0).pairs()).isEqualTo(2);
    // 2 x |0.7 - 0.85| + 2 x |0.3 - 0| + 8 x |0 - 0.3 / 8|
    assertThat(reliability.pooledError()).isCloseTo((0.3 + 0.6 + 0.3) / 12, within(1e-12));
    assertThat(reliability.classwiseError()).isCloseTo((0.3 + 0.6 + 0.3) / 12, within(1e-12));
  }

  @Test
  void onlyPooledOneEmotionsExcessMakesUpForAnothersLack() {
    EmotionDistribution undecided = EmotionDistribution.of(0.5, 0.5, 0, 0, 0, 0);
    Reliability reliability =
        Reliability.of(List.of(undecided), List.of(Blend.single(Emotion.ANGER)));

    assertThat(reliability.pooledError()).isZero();
    assertThat(reliability.classwiseError()).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(reliability).hasToString("calibration error 0.167 classwise, 0.000 pooled");
  }

  @Test
  void probabilitiesThatMeanWhatTheySayHaveLittleError() {
    Reliability reliability = Clips.drawn(1, 20_000, Calibration.identity()).reliability();

    assertThat(reliability.pooledError()).isLessThan(0.005);
    assertThat(reliability.classwiseError()).isBetween(reliability.pooledError(), 0.01);
  }

  @Test
  void certaintyIsInTheLastBin() {
    EmotionDistribution certain = EmotionDistribution.of(1 + 5e-7, 0, 0, 0, 0, 0);
    Reliability reliability =
        Reliability.of(List.of(certain), List.of(Blend.single(Emotion.ANGER)));

    assertThat(reliability.bins()).hasSize(2);
    assertThat(reliability.bins().get(1).high()).isEqualTo(1);
  }

  @Test
  void eachClipNeedsItsTruth() {
    assertThatThrownBy(() -> Reliability.of(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
