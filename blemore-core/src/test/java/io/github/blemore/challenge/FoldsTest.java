package io.github.blemore.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

  private static List<String> actors(int count) {
    return IntStream.range(0, count).mapToObj(i -> "A%03d".formatted(100 + i)).toList();
  }

  @Test
  void everyFoldHasAsManyActors() {
    Map<String, Integer> folds = Folds.actorDisjoint(actors(47), 5, 1);

    assertThat(folds).hasSize(47);
    for (int fold = 0; fold < 5; fold++) {
      assertThat(Collections.frequency(folds.values(), fold)).isBetween(9, 10);
    }
  }

  @Test
  void actorsWithManyClipsWeighMore() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<String> clips = new ArrayList<>();
      actors(20).forEach(actor -> clips.addAll(Collections.nCopies(1 + random.nextInt(60), actor)));
      Map<String, Integer> foldOf = Folds.actorDisjoint(clips, 5, seed);
      Map<Integer, Integer> sizes = new HashMap<>();
      clips.forEach(actor -> sizes.merge(foldOf.get(actor), 1, Integer::sum));

      assertThat(sizes.keySet()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
      assertThat(Collections.max(sizes.values()) - Collections.min(sizes.values()))
          .as("seed %d: %s", seed, sizes)
          .isLessThanOrEqualTo(60);
    }
  }

  @Test
  void theSeedAloneDecides() {
    List<String> reversed = new ArrayList<>(actors(20));
    Collections.reverse(reversed);

    assertThat(Folds.actorDisjoint(reversed, 4, 7))
        .isEqualTo(Folds.actorDisjoint(actors(20), 4, 7))
        .isNotEqualTo(Folds.actorDisjoint(actors(20), 4, 8));
  }

  @Test
  void oneActorIsTooFew() {
    assertThatThrownBy(() -> Folds.actorDisjoint(List.of("A102", "A102", "A102"), 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("2 folds of 1 actors [A102]", "folds share no person");
    assertThatThrownBy(() -> Folds.actorDisjoint(List.of(), 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 folds of 0 actors");
  }

  @Test
  void oneFoldIsTooFew() {
    assertThatThrownBy(() -> Folds.actorDisjoint(actors(3), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folds is 1: must be at least 2");
  }
}
