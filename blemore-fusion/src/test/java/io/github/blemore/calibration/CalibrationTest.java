package io.github.blemore.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static final double[] ONES = {1, 1, 1, 1, 1, 1};
  private static final double[] ZEROS = new double[6];
  private static final Calibration FLATTER = TemperatureScaling.of(3);

  private static final EmotionDistribution SOME =
      EmotionDistribution.of(0.5, 0.2, 0.1, 0.1, 0.06, 0.04);

  @Test
  void identityChangesNothing() {
    EmotionDistribution certain = EmotionDistribution.of(1, 0, 0, 0, 0, 0);

    assertThat(Calibration.identity().calibrate(certain)).isEqualTo(certain);
    assertThat(Calibration.identity()).isEqualTo(Calibration.identity());
  }

  @Test
  void temperatureTwoTakesSquareRoots() {
    double[] roots = {
      Math.sqrt(0.5), Math.sqrt(0.2), Math.sqrt(0.1), Math.sqrt(0.1), Math.sqrt(0.06), 0.2
    };
    double sum = 0;
    for (double root : roots) {
      sum += root;
    }
    double[] calibrated = TemperatureScaling.of(2).calibrate(SOME).toArray();

    for (int i = 0; i < roots.length; i++) {
      assertThat(calibrated[i]).isCloseTo(roots[i] / sum, within(1e-12));
    }
  }

  @Test
  void scalesOfOneTemperatureAreThatTemperature() {
    double[] halves = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};

    assertThat(VectorScaling.of(halves, ZEROS).calibrate(SOME).toArray())
        .containsExactly(TemperatureScaling.of(2).calibrate(SOME).toArray(), within(1e-12));
    assertThat(VectorScaling.of(ONES, ZEROS).calibrate(SOME).toArray())
        .containsExactly(SOME.toArray(), within(1e-12));
  }

  @Test
  void anOffsetFavorsItsClass() {
    double[] calibrated =
        VectorScaling.of(ONES, new double[] {0, Math.log(10), 0, 0, 0, 0})
            .calibrate(SOME)
            .toArray();

    assertThat(calibrated[1]).isCloseTo(2 / 2.8, within(1e-12));
    assertThat(calibrated[0]).isCloseTo(0.5 / 2.8, within(1e-12));
  }

  @Test
  void zeroCountsAsTheFloor() {
    EmotionDistribution certain = EmotionDistribution.of(1, 0, 0, 0, 0, 0);

    assertThat(TemperatureScaling.of(4).calibrate(certain).probability(Emotion.FEAR))
        .isCloseTo(0.01 / 1.05, within(1e-12));
  }

  @Test
  void findsTheTemperatureThatCalibrates() {
    Clips clips = Clips.drawn(1, 20_000, FLATTER);
    TemperatureScaling found = TemperatureScaling.fit(clips.distributions(), clips.truth());

    assertThat(found.temperature()).isCloseTo(3, within(0.1));
    assertThat(clips.reliability().pooledError()).isGreaterThan(0.05);
    assertThat(clips.calibrated(found).reliability().pooledError()).isLessThan(0.01);
  }

  @Test
  void noOtherTemperatureHasALowerLoss() {
    for (int seed = 0; seed < 20; seed++) {
      Clips clips = Clips.drawn(seed, 50, FLATTER);
      double best = TemperatureScaling.fit(clips.distributions(), clips.truth()).temperature();
      double least = clips.loss(TemperatureScaling.of(best));

      for (double factor : new double[] {0.5, 0.9, 0.999, 1.001, 1.1, 2}) {
        assertThat(clips.loss(TemperatureScaling.of(best * factor)))
            .as("seed %d, factor %s", seed, factor)
            .isGreaterThan(least);
      }
    }
  }

  @Test
  void withoutAnOptimumTheTemperatureIsTheBetterBound() {
    List<EmotionDistribution> one = List.of(SOME);

    assertThat(TemperatureScaling.fit(one, List.of(Blend.single(Emotion.ANGER))))
        .isEqualTo(TemperatureScaling.of(TemperatureScaling.MIN));
    assertThat(TemperatureScaling.fit(one, List.of(Blend.single(Emotion.NEUTRAL))))
        .isEqualTo(TemperatureScaling.of(TemperatureScaling.MAX));
  }

  @Test
  void softLabelsCountByTheirShares() {
    EmotionDistribution half = EmotionDistribution.of(0.8, 0.2, 0, 0, 0, 0);
    Blend truth = Blend.dominant(Emotion.ANGER, Emotion.DISGUST);
    double temperature = TemperatureScaling.fit(List.of(half), List.of(truth)).temperature();
    EmotionDistribution calibrated = TemperatureScaling.of(temperature).calibrate(half);

    // But for the four that are near zero, 80/20 would become 70/30 exactly.
    assertThat(calibrated.probability(Emotion.ANGER)).isCloseTo(0.7, within(0.001));
  }

  @Test
  void findsTheScalesAndOffsetsThatCalibrate() {
    double[] scales = {0.5, 1, 0.7, 1, 1.5, 0.8};
    double[] offsets = {1, 0, -1, 0.5, 0, -0.5};
    Clips clips = Clips.drawn(2, 20_000, VectorScaling.of(scales, offsets));
    VectorScaling found = VectorScaling.fit(clips.distributions(), clips.truth());
    TemperatureScaling simple = TemperatureScaling.fit(clips.distributions(), clips.truth());

    assertThat(found.scales()).containsExactly(scales, within(0.15));
    assertThat(found.offsets()).containsExactly(offsets, within(0.15));
    assertThat(clips.calibrated(found).reliability().classwiseError())
        .isLessThan(0.01)
        .isLessThan(clips.calibrated(simple).reliability().classwiseError());
    assertThat(clips.loss(found)).isLessThan(clips.loss(simple));
  }

  @Test
  void noOtherScalesAndOffsetsAreBetter() {
    Random random = new Random(3);
    for (int seed = 0; seed < 20; seed++) {
      Clips clips = Clips.drawn(seed, 5 + 20 * seed, FLATTER);
      VectorFit fit =
          new VectorFit(
              LogProbabilities.of(clips.distributions()),
              LogProbabilities.softLabels(clips.truth()));
      double[] best = fit.minimum();
      double least = fit.loss(best);

      for (int trial = 0; trial < 100; trial++) {
        double[] other = best.clone();
        for (int i = 0; i < other.length; i++) {
          other[i] += 1e-3 * random.nextGaussian();
        }
        assertThat(fit.loss(other)).as("seed %d", seed).isGreaterThan(least);
      }
    }
  }

  @Test
  void aClassThatNoClipShowsIsFittedToo() {
    List<EmotionDistribution> clips = List.of(SOME, EmotionDistribution.of(1, 0, 0, 0, 0, 0));
    Blend anger = Blend.single(Emotion.ANGER);
    VectorScaling found = VectorScaling.fit(clips, List.of(anger, anger));

    assertThat(found.calibrate(SOME).probability(Emotion.ANGER)).isGreaterThan(0.9);
  }

  @Test
  void parametersAreReadAndMakeTheSameAgain() {
    Clips clips = Clips.drawn(4, 100, FLATTER);
    TemperatureScaling temperature = TemperatureScaling.fit(clips.distributions(), clips.truth());
    VectorScaling vector = VectorScaling.fit(clips.distributions(), clips.truth());

    assertThat(TemperatureScaling.of(temperature.temperature())).isEqualTo(temperature);
    assertThat(VectorScaling.of(vector.scales(), vector.offsets()))
        .isEqualTo(vector)
        .hasSameHashCodeAs(vector);
    assertThat(VectorScaling.of(ONES, ZEROS)).isNotEqualTo(vector);
    assertThat(TemperatureScaling.of(2)).hasToString("temperature scaling, T = 2.000");
    assertThat(VectorScaling.of(ONES, ZEROS).toString())
        .startsWith("vector scaling, scales [1.0, 1.0");
  }

  @Test
  void parametersAreCopied() {
    double[] scales = ONES.clone();
    VectorScaling scaling = VectorScaling.of(scales, ZEROS);
    scales[0] = 7;
    scaling.scales()[1] = 7;

    assertThat(scaling.scales()).containsExactly(ONES);
  }

  @Test
  void badParametersAndUnequalListsAreRefused() {
    assertThatThrownBy(() -> TemperatureScaling.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature is 0.0: must be 0.01 to 100.0");
    assertThatThrownBy(() -> TemperatureScaling.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> VectorScaling.of(new double[5], ZEROS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("scales", "6 finite");
    assertThatThrownBy(() -> VectorScaling.of(ONES, new double[] {0, 0, 0, 0, 0, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offsets");
    assertThatThrownBy(() -> TemperatureScaling.fit(List.of(SOME), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 true blends and 1 distributions");
    assertThatThrownBy(() -> VectorScaling.fit(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
