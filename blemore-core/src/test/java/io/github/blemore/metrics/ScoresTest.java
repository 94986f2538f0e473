package io.github.blemore.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fixtures;
import io.github.blemore.ThresholdRule;
import io.github.blemore.challenge.ClipName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScoresTest {

  private static final Pattern CASE =
      Pattern.compile(
          "\"alpha\": ([0-9.]+),\\s*\"beta\": ([0-9.]+),\\s*"
              + "\"acc_presence\": ([0-9.]+),\\s*\"acc_salience\": ([0-9.]+)");

  private static final Blend ANG = Blend.single(Emotion.ANGER);
  private static final Blend HAP = Blend.single(Emotion.HAPPINESS);
  private static final Blend EQUAL = Blend.equal(Emotion.ANGER, Emotion.HAPPINESS);
  private static final Blend ANGRIER = Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS);

  @Test
  void scoresAsTheBaselineDoes() throws IOException {
    List<Blend> truth =
        Fixtures.strings("blemore/filenames.json").stream()
            .map(name -> ClipName.parse(name).label())
            .toList();
    double[] probabilities = Fixtures.npy("blemore/probs.npy").toDoubles();
    Matcher cases = CASE.matcher(Fixtures.text("blemore/predictions_index.json"));
    int count = 0;
    while (cases.find()) {
      ThresholdRule rule =
          DecisionRule.of(Double.parseDouble(cases.group(1)), Double.parseDouble(cases.group(2)));
      List<Blend> predicted = new ArrayList<>();
      for (int row = 0; row < probabilities.length; row += Emotion.COUNT) {
        predicted.add(
            rule.decide(
                EmotionDistribution.of(
                    Arrays.copyOfRange(probabilities, row, row + Emotion.COUNT))));
      }
      Scores scores = Scores.of(truth, predicted);

      assertThat(scores.presence()).isCloseTo(Double.parseDouble(cases.group(3)), within(1e-12));
      assertThat(scores.salience()).isCloseTo(Double.parseDouble(cases.group(4)), within(1e-12));
      count++;
    }
    assertThat(count).isEqualTo(6);
  }

  @Test
  void presenceIgnoresSalience() {
    assertThat(Scores.of(List.of(EQUAL), List.of(ANGRIER))).isEqualTo(new Scores(1, 0));
  }

  @Test
  void oneOfTwoEmotionsIsNotPresence() {
    assertThat(Scores.of(List.of(EQUAL), List.of(ANG))).isEqualTo(new Scores(0, 0));
    assertThat(Scores.of(List.of(ANG), List.of(EQUAL))).isEqualTo(new Scores(0, 0));
  }

  @Test
  void salienceCountsBlendsOnly() {
    Scores scores = Scores.of(List.of(ANG, HAP, EQUAL, ANGRIER), List.of(ANG, ANG, EQUAL, HAP));

    assertThat(scores).isEqualTo(new Scores(0.5, 0.5));
    assertThat(scores.score()).isEqualTo(0.5);
  }

  @Test
  void withoutABlendSalienceIsZero() {
    Scores scores = Scores.of(List.of(ANG, HAP), List.of(ANG, HAP));

    assertThat(scores).isEqualTo(new Scores(1, 0));
    assertThat(scores.score()).isEqualTo(0.5);
  }

  @Test
  void aMissingAnswerIsWrong() {
    assertThat(
            Scores.ofAnswers(
                List.of(ANG, EQUAL, HAP, ANGRIER),
                List.of(Optional.of(ANG), Optional.of(EQUAL), Optional.empty(), Optional.empty())))
        .isEqualTo(new Scores(0.5, 0.5));
  }

  @Test
  void noClipsOrUnequalListsAreRefused() {
    assertThatThrownBy(() -> Scores.of(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 true blends and 0 predicted");
    assertThatThrownBy(() -> Scores.of(List.of(ANG), List.of(ANG, HAP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 true blends and 2 predicted");
  }

  @Test
  void accuraciesAreSharesOfOne() {
    assertThatThrownBy(() -> new Scores(1.01, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scores(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("salience NaN");
  }
}
