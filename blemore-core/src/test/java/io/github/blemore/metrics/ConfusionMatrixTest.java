package io.github.blemore.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  private static final Blend ANG = Blend.single(Emotion.ANGER);
  private static final Blend NEU = Blend.single(Emotion.NEUTRAL);
  private static final Blend EQUAL = Blend.equal(Emotion.ANGER, Emotion.HAPPINESS);
  private static final Blend ANGRIER = Blend.dominant(Emotion.ANGER, Emotion.HAPPINESS);

  private static List<Blend> random(Random random, int size) {
    List<Blend> blends = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      blends.add(Blend.all().get(random.nextInt(Blend.all().size())));
    }
    return blends;
  }

  @Test
  void hasSixteenClassesInOrder() {
    assertThat(ConfusionMatrix.labels())
        .containsExactly(
            "ang",
            "disg",
            "fea",
            "hap",
            "sad",
            "neu",
            "ang+disg",
            "ang+fea",
            "ang+hap",
            "ang+sad",
            "disg+fea",
            "disg+hap",
            "disg+sad",
            "fea+hap",
            "fea+sad",
            "hap+sad");
    assertThat(ConfusionMatrix.classOf(NEU)).isEqualTo(5);
    assertThat(ConfusionMatrix.classOf(EQUAL)).isEqualTo(8);
    assertThat(ConfusionMatrix.classOf(ANGRIER)).isEqualTo(8);
  }

  @Test
  void countsTrueAgainstPredicted() {
    ConfusionMatrix matrix =
        ConfusionMatrix.of(
            List.of(ANG, ANG, EQUAL, ANGRIER, ANGRIER), List.of(ANG, EQUAL, ANG, EQUAL, NEU));

    assertThat(matrix.clips()).isEqualTo(5);
    assertThat(matrix.counts()[0][8]).isEqualTo(1);
    assertThat(matrix.counts()[8][0]).isEqualTo(1);
    assertThat(matrix.counts()[8][8]).isEqualTo(1);
    assertThat(matrix.count(EQUAL, NEU)).isEqualTo(1);
    assertThat(matrix.count(NEU, EQUAL)).isZero();
    assertThat(matrix.recall(ANG)).hasValue(0.5);
    assertThat(matrix.recall(EQUAL)).hasValue(1 / 3.0);
    assertThat(matrix.recall(NEU)).isEmpty();
  }

  @Test
  void theDiagonalIsPresence() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Blend> truth = random(random, 200);
      List<Blend> predicted = random(random, 200);
      int[][] counts = ConfusionMatrix.of(truth, predicted).counts();
      int diagonal = 0;
      for (int i = 0; i < counts.length; i++) {
        diagonal += counts[i][i];
      }

      assertThat(diagonal / 200.0).isEqualTo(Scores.of(truth, predicted).presence());
    }
  }

  @Test
  void foldsAddUp() {
    List<Blend> truth = random(new Random(1), 50);
    List<Blend> predicted = random(new Random(2), 50);
    ConfusionMatrix whole = ConfusionMatrix.of(truth, predicted);
    ConfusionMatrix first = ConfusionMatrix.of(truth.subList(0, 20), predicted.subList(0, 20));
    ConfusionMatrix second = ConfusionMatrix.of(truth.subList(20, 50), predicted.subList(20, 50));

    assertThat(first.plus(second)).isEqualTo(whole).hasSameHashCodeAs(whole).isNotEqualTo(first);
    assertThat(first.clips()).isEqualTo(20);
  }

  @Test
  void countsAreACopy() {
    ConfusionMatrix matrix = ConfusionMatrix.of(List.of(ANG), List.of(ANG));
    matrix.counts()[0][0] = 9;

    assertThat(matrix.count(ANG, ANG)).isEqualTo(1);
  }

  @Test
  void printsATable() {
    List<String> lines =
        ConfusionMatrix.of(List.of(EQUAL, ANG), List.of(ANG, ANG)).toString().lines().toList();

    assertThat(lines).hasSize(17);
    assertThat(lines.get(0)).startsWith("true \\ predicted      ang     disg").endsWith(" hap+sad");
    assertThat(lines.get(1)).startsWith("ang                     1        0");
    assertThat(lines.get(9)).startsWith("ang+hap                 1        0");
    assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
  }

  @Test
  void unequalListsAreRefused() {
    assertThatThrownBy(() -> ConfusionMatrix.of(List.of(ANG), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 true blends and 0 predicted");
  }
}
