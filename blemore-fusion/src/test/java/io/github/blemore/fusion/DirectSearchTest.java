package io.github.blemore.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.threshold.ThresholdSearch;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectSearchTest {

  private static double score(LabeledVotes votes, WeightedFusion fusion) {
    return votes.fuse(fusion).best(ThresholdSearch.exact()).score();
  }

  @ParameterizedTest
  @EnumSource
  void isNeverWorseThanItsStartAndMostlyBetter(Pooling pooling) {
    int better = 0;
    for (int seed = 0; seed < 10; seed++) {
      LabeledVotes votes = RandomVotes.seeded(seed, 4, 80, 0.1);
      double start = score(votes, WeightSearch.likelihood(pooling).search(votes));

      WeightedFusion found = WeightSearch.direct(pooling).withEvaluations(150).search(votes);

      assertThat(score(votes, found)).as("seed %d", seed).isGreaterThanOrEqualTo(start);
      better += score(votes, found) > start ? 1 : 0;
    }
    assertThat(better).isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void nearlyReachesTheBestOfAGrid(Pooling pooling) {
    for (int seed = 0; seed < 5; seed++) {
      LabeledVotes votes = RandomVotes.seeded(seed, 2, 60, 0);
      double best = 0;
      for (int i = 0; i <= 200; i++) {
        WeightedFusion fusion =
            Voters.fusion(votes, pooling, new double[] {i / 200.0, 1 - i / 200.0});
        best = Math.max(best, score(votes, fusion));
      }

      WeightedFusion found = WeightSearch.direct(pooling).withEvaluations(500).search(votes);

      assertThat(score(votes, found)).as("seed %d", seed).isGreaterThanOrEqualTo(best - 0.02);
    }
  }

  @Test
  void triesNoMoreWeightsThanAllowed() {
    LabeledVotes votes = RandomVotes.seeded(1, 4, 30, 0);
    for (int most : new int[] {1, 2, 9, 10, 11, 100}) {
      AtomicInteger tried = new AtomicInteger();
      ThresholdSearch counting =
          (probabilities, truth, people) -> {
            tried.incrementAndGet();
            return ThresholdSearch.exact().search(probabilities, truth);
          };

      WeightSearch.direct(Pooling.ARITHMETIC)
          .withEvaluations(most)
          .withThresholds(counting)
          .search(votes);

      assertThat(tried.get()).isBetween(most > 20 ? 80 : 1, most);
    }
  }

  @Test
  void withOneEvaluationItIsItsStart() {
    LabeledVotes votes = RandomVotes.seeded(1, 4, 30, 0);

    assertThat(WeightSearch.direct(Pooling.GEOMETRIC).withEvaluations(1).search(votes))
        .isEqualTo(WeightSearch.likelihood(Pooling.GEOMETRIC).search(votes));
    assertThatThrownBy(() -> WeightSearch.direct(Pooling.GEOMETRIC).withEvaluations(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 evaluations: must be at least 1");
  }

  @Test
  void theSeedMatters() {
    LabeledVotes votes = RandomVotes.seeded(1, 4, 80, 0);
    Set<WeightedFusion> found = new HashSet<>();
    for (int seed = 0; seed < 3; seed++) {
      found.add(
          WeightSearch.direct(Pooling.ARITHMETIC)
              .withEvaluations(100)
              .withSeed(seed)
              .search(votes));
    }

    assertThat(found).hasSizeGreaterThan(1);
  }
}
