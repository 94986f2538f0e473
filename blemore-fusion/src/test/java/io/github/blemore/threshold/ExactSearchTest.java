package io.github.blemore.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.metrics.Scores;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against all thresholds that can make a difference, tried one by one on small sets. */
class ExactSearchTest {

  private static final int SETS = 1000;
  private static final double[] PRESENCE_WEIGHTS = {0.5, 0, 1, 0.3, 0.75};

  private static final Blend ANGER = Blend.single(Emotion.ANGER);
  private static final Blend ANGER_AND_HAPPINESS = Blend.equal(Emotion.ANGER, Emotion.HAPPINESS);
  private static final Blend ANGER_OVER_HAPPINESS =
      Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noThresholdsAreBetter(boolean float32) {
    for (int seed = 0; seed < SETS; seed++) {
      RandomClips clips = RandomClips.seeded(seed, float32);
      AllThresholds all = new AllThresholds(clips);
      for (double weight : PRESENCE_WEIGHTS) {
        Objective objective = new Objective(weight);
        Thresholds found =
            ThresholdSearch.exact()
                .withPresenceWeight(weight)
                .search(clips.probabilities(), clips.truth());

        String set = "seed %d, weight %s".formatted(seed, weight);
        assertThat(objective.of(found.scores())).as(set).isEqualTo(all.best(objective));
        assertThat(clips.scores(found.rule())).as(set).isEqualTo(found.scores());
        assertThat(found.bestPresence()).as(set).isEqualTo(all.best(new Objective(1)));
        assertThat(found.bestSalience()).as(set).isEqualTo(all.best(new Objective(0)));
        assertThat(found.rule().alpha()).as(set).isEqualTo(all.alpha(objective));
        assertThat(found.rule().beta())
            .as(set)
            .isEqualTo(all.beta(found.rule().alpha(), objective));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isNeverWorseThanAGrid(boolean float32) {
    for (int seed = 0; seed < SETS; seed++) {
      RandomClips clips = RandomClips.seeded(seed, float32);
      Thresholds exact = ThresholdSearch.exact().search(clips.probabilities(), clips.truth());
      Thresholds grid = ThresholdSearch.grid().search(clips.probabilities(), clips.truth());

      assertThat(exact.scores().score())
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(grid.scores().score());
    }
  }

  @Test
  void theOrderOfTheClipsMakesNoDifference() {
    for (int seed = 0; seed < SETS; seed++) {
      RandomClips clips = RandomClips.seeded(seed, seed % 2 == 0);
      RandomClips shuffled = clips.shuffled(seed);

      assertThat(ThresholdSearch.exact().search(shuffled.probabilities(), shuffled.truth()))
          .as("seed %d", seed)
          .isEqualTo(ThresholdSearch.exact().search(clips.probabilities(), clips.truth()));
    }
  }

  @Test
  void takesTheMiddleOfTheWidestInterval() {
    // The first clip is right with an alpha above 0.25, the second with one up to 0.375 and a beta
    // from 0 to below 0.25.
    Probabilities probabilities =
        Probabilities.of(
            List.of(
                EmotionDistribution.of(0.75, 0, 0, 0.25, 0, 0),
                EmotionDistribution.of(0.625, 0, 0, 0.375, 0, 0)));

    Thresholds found =
        ThresholdSearch.exact().search(probabilities, List.of(ANGER, ANGER_OVER_HAPPINESS));

    assertThat(found)
        .isEqualTo(new Thresholds(DecisionRule.of(0.3125, 0.125), new Scores(1, 1), 1, 1));
  }

  @Test
  void findsAnAlphaThatIsTheOnlyOne() {
    double last = 0.25;
    double next = Math.nextUp(last);
    Probabilities probabilities =
        Probabilities.of(
            List.of(
                EmotionDistribution.of(0.75, 0, 0, last, 0, 0),
                EmotionDistribution.of(0.75, 0, 0, next, 0, 0)));

    Thresholds found =
        ThresholdSearch.exact().search(probabilities, List.of(ANGER, ANGER_OVER_HAPPINESS));

    assertThat(found.rule().alpha()).isEqualTo(next);
    assertThat(found.scores()).isEqualTo(new Scores(1, 1));
  }

  @Test
  void findsABetaThatIsTheOnlyOne() {
    // The middle of it and the next number, rounded to even, is that next number.
    double difference = Math.nextUp(0.5);
    Probabilities probabilities =
        Probabilities.of(
            List.of(
                EmotionDistribution.of(0.75, 0, 0, 0.75 - difference, 0, 0),
                EmotionDistribution.of(0.75, 0, 0, 0.75 - Math.nextUp(difference), 0, 0)));

    Thresholds found =
        ThresholdSearch.exact()
            .search(probabilities, List.of(ANGER_AND_HAPPINESS, ANGER_OVER_HAPPINESS));

    assertThat(found.rule().beta()).isEqualTo(difference);
    assertThat(found.scores()).isEqualTo(new Scores(1, 1));
  }

  @Test
  void findsABetaOfOneAndSurvivesDifferencesAbove() {
    double little = 0x1p-24;
    Probabilities probabilities =
        Probabilities.of(
            List.of(
                EmotionDistribution.of(1 + little, 0, 0, little, 0, 0),
                EmotionDistribution.of(1 + 8 * little, 0, 0, little, 0, 0)));

    Thresholds found =
        ThresholdSearch.exact()
            .search(probabilities, List.of(ANGER_AND_HAPPINESS, ANGER_OVER_HAPPINESS));

    assertThat(found)
        .isEqualTo(new Thresholds(DecisionRule.of(little / 2, 1), new Scores(1, 1), 1, 1));
  }

  @Test
  void withoutABlendSalienceIsZero() {
    Probabilities probabilities =
        Probabilities.of(List.of(EmotionDistribution.of(0.5, 0, 0, 0.5, 0, 0)));

    Thresholds found = ThresholdSearch.exact().search(probabilities, List.of(ANGER));

    assertThat(found).isEqualTo(new Thresholds(DecisionRule.of(0.75, 0.5), new Scores(1, 0), 1, 0));
  }

  @Test
  void whereNothingDependsOnThemTheThresholdsAreInTheMiddle() {
    Probabilities probabilities =
        Probabilities.of(
            List.of(
                EmotionDistribution.of(1, 0, 0, 0, 0, 0),
                EmotionDistribution.of(0, 0.25, 0, 0, 0, 0.75)));

    Thresholds found = ThresholdSearch.exact().search(probabilities, List.of(ANGER, ANGER));

    assertThat(found)
        .isEqualTo(new Thresholds(DecisionRule.of(0.5, 0.5), new Scores(0.5, 0), 0.5, 0));
  }

  @Test
  void theTruthMustBeThatOfEachClip() {
    Probabilities one = Probabilities.of(List.of(EmotionDistribution.of(1, 0, 0, 0, 0, 0)));

    assertThatThrownBy(() -> ThresholdSearch.exact().search(one, List.of(ANGER, ANGER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 true blends and probabilities of 1 clips");
    assertThatThrownBy(
            () -> ThresholdSearch.exact().search(Probabilities.of(new double[0]), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void aWeightOutsideOfZeroToOneIsRefused() {
    assertThatThrownBy(() -> ThresholdSearch.exact().withPresenceWeight(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("presence weight is 1.5: must be 0..1");
    assertThatThrownBy(() -> ThresholdSearch.grid().withPresenceWeight(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("presence weight is NaN: must be 0..1");
  }
}
