package io.github.blemore.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.NoVoteException;
import io.github.blemore.Vote;
import io.github.blemore.contract.LateFusionContract;
import java.util.List;
import java.util.Map;
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
