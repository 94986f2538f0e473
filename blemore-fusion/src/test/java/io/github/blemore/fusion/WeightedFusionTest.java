package io.github.blemore.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.NoVoteException;
import io.github.blemore.Vote;
import io.github.blemore.contract.LateFusionContract;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeightedFusionTest extends LateFusionContract {

  private static final EmotionDistribution FIRST =
      EmotionDistribution.of(0.5, 0.1, 0.1, 0.1, 0.1, 0.1);
  private static final EmotionDistribution SECOND = EmotionDistribution.of(0, 0, 0, 0.75, 0.25, 0);

  @Override
  protected LateFusion create() {
    return WeightedFusion.of(Map.of("a", 0.2, "b", 0.5, "c", 0.3));
  }

  @Test
  void averagesByWeight() {
    Fused fused =
        WeightedFusion.of(Map.of("a", 1.0, "b", 3.0))
            .fuse(List.of(Vote.cast("a", FIRST), Vote.cast("b", SECOND)));

    assertThat(fused.distribution().toArray())
        .containsExactly(new double[] {0.125, 0.025, 0.025, 0.5875, 0.2125, 0.025}, within(1e-12));
    assertThat(fused.weights()).isEqualTo(Map.of("a", 0.25, "b", 0.75));
  }

  @Test
  void renormalizesOverTheVotesPresent() {
    Fused fused =
        create()
            .fuse(
                List.of(
                    Vote.cast("a", FIRST), Vote.missing("b", "no face"), Vote.cast("c", SECOND)));

    assertThat(fused.weights().get("a")).isCloseTo(0.4, within(1e-12));
    assertThat(fused.weights().get("c")).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void aVoteWithoutWeightIsNotEnough() {
    LateFusion fusion = WeightedFusion.of(Map.of("a", 1.0, "b", 0.0));

    assertThatThrownBy(
            () -> fusion.fuse(List.of(Vote.missing("a", "no face"), Vote.cast("b", FIRST))))
        .isInstanceOf(NoVoteException.class)
        .hasMessageContainingAll("a: no face", "b: weight 0");
  }

  @Test
  void equalWeighsAllTheSame() {
    assertThat(WeightedFusion.equal(List.of("x", "y")).weights())
        .isEqualTo(Map.of("x", 0.5, "y", 0.5));
    assertThatThrownBy(() -> WeightedFusion.equal(List.of("x", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x stands twice");
  }

  @Test
  void theAverageIsToTheBitThatOfTheFormula() {
    for (LabeledVotes.Clip clip : RandomVotes.clips(1, 3, 50, 0.2)) {
      if (clip.votes().stream().anyMatch(vote -> vote.distribution().isPresent())) {
        double[] weights = {
          0.2 / (0.2 + 0.5 + 0.3), 0.5 / (0.2 + 0.5 + 0.3), 0.3 / (0.2 + 0.5 + 0.3)
        };
        double present = 0;
        for (int e = 0; e < weights.length; e++) {
          present += clip.votes().get(e).distribution().isPresent() ? weights[e] : 0;
        }
        double[] sums = new double[Emotion.COUNT];
        for (int e = 0; e < weights.length; e++) {
          double weight = weights[e] / present;
          double[] p =
              clip.votes()
                  .get(e)
                  .distribution()
                  .map(EmotionDistribution::toArray)
                  .orElse(new double[Emotion.COUNT]);
          for (int c = 0; c < sums.length; c++) {
            sums[c] += weight * p[c];
          }
        }
        double total = Arrays.stream(sums).sum();

        Fused fused =
            WeightedFusion.of(new TreeMap<>(Map.of("e0", 0.2, "e1", 0.5, "e2", 0.3)))
                .fuse(clip.votes());

        assertThat(fused.distribution().toArray())
            .as(clip.id())
            .isEqualTo(Arrays.stream(sums).map(sum -> sum / total).toArray());
      }
    }
  }

  @Test
  void theGeometricMeanMultipliesPowersAndScales() {
    EmotionDistribution first = EmotionDistribution.of(0.5, 0.1, 0.1, 0.1, 0.1, 0.1);
    EmotionDistribution second = EmotionDistribution.of(0.1, 0.2, 0.1, 0.2, 0.3, 0.1);
    double[] products = new double[Emotion.COUNT];
    for (int c = 0; c < products.length; c++) {
      products[c] = Math.pow(first.toArray()[c], 0.25) * Math.pow(second.toArray()[c], 0.75);
    }
    double sum = Arrays.stream(products).sum();

    Fused fused =
        WeightedFusion.of(Map.of("a", 1.0, "b", 3.0))
            .withPooling(Pooling.GEOMETRIC)
            .fuse(List.of(Vote.cast("a", first), Vote.cast("b", second)));

    assertThat(fused.distribution().toArray())
        .containsExactly(
            Arrays.stream(products).map(product -> product / sum).toArray(), within(1e-15));
    assertThat(fused.weights()).isEqualTo(Map.of("a", 0.25, "b", 0.75));
  }

  @Test
  void inTheGeometricMeanAMissingVoteGivesItsWeightToTheOthers() {
    WeightedFusion three = WeightedFusion.of(Map.of("a", 0.2, "b", 0.5, "c", 0.3));
    WeightedFusion two = WeightedFusion.of(Map.of("a", 0.4, "c", 0.6));
    Vote first = Vote.cast("a", FIRST);
    Vote second = Vote.cast("c", SECOND);

    Fused fused =
        three
            .withPooling(Pooling.GEOMETRIC)
            .fuse(List.of(first, Vote.missing("b", "no face"), second));

    assertThat(fused.distribution().toArray())
        .containsExactly(
            two.withPooling(Pooling.GEOMETRIC)
                .fuse(List.of(first, second))
                .distribution()
                .toArray(),
            within(1e-15));
  }

  @Test
  void inTheGeometricMeanAProbabilityOfZeroCountsAsTenToTheMinusEight() {
    EmotionDistribution onlyAnger = EmotionDistribution.of(1, 0, 0, 0, 0, 0);
    EmotionDistribution onlyNeutral = EmotionDistribution.of(0, 0, 0, 0, 0, 1);

    EmotionDistribution fused =
        WeightedFusion.equal(List.of("a", "b"))
            .withPooling(Pooling.GEOMETRIC)
            .fuse(List.of(Vote.cast("a", onlyAnger), Vote.cast("b", onlyNeutral)))
            .distribution();

    double sum = 2 * 1e-4 + 4 * 1e-8;
    assertThat(fused.toArray())
        .containsExactly(
            new double[] {1e-4 / sum, 1e-8 / sum, 1e-8 / sum, 1e-8 / sum, 1e-8 / sum, 1e-4 / sum},
            within(1e-14));
  }

  @Test
  void thePoolingIsPartOfAFusion() {
    WeightedFusion average = WeightedFusion.of(Map.of("a", 0.25, "b", 0.75));
    WeightedFusion geometric = average.withPooling(Pooling.GEOMETRIC);

    assertThat(average.pooling()).isEqualTo(Pooling.ARITHMETIC);
    assertThat(geometric.pooling()).isEqualTo(Pooling.GEOMETRIC);
    assertThat(geometric)
        .isNotEqualTo(average)
        .hasToString("weighted geometric mean {a=0.25, b=0.75}");
    assertThat(average).hasToString("weighted average {a=0.25, b=0.75}");
    assertThat(geometric.withPooling(Pooling.ARITHMETIC))
        .isEqualTo(average)
        .hasSameHashCodeAs(average);
  }

  @Test
  void tellsTheShareOfSomeEncoders() {
    WeightedFusion fusion = WeightedFusion.of(Map.of("a", 0.25, "b", 0.5, "c", 0.25, "d", 0.0));

    assertThat(fusion.share(Set.of("a", "b", "d"))).isEqualTo(0.75);
    assertThat(fusion.share(Set.of())).isZero();
    assertThatThrownBy(() -> fusion.share(Set.of("a", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[a, x]", "known are only [a, b, c, d]");
  }

  @Test
  void badWeightsAreRefused() {
    assertThatThrownBy(() -> WeightedFusion.of(Map.of("a", -0.1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("a", "-0.1", "not negative");
    assertThatThrownBy(() -> WeightedFusion.of(Map.of("a", Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> WeightedFusion.of(Map.of("a", 0.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> WeightedFusion.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
