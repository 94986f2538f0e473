package io.github.blemore.challenge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Folds that share no person. */
public final class Folds {

  private Folds() {}

  /**
   * Spreads actors over folds of nearly equal numbers of clips: actors in random order, those with
   * the most clips first, each to the fold that has the fewest clips so far.
   *
   * @param actors the actor of each clip, so that an actor with more clips weighs more; or every
   *     actor once. Their order does not matter
   * @param folds how many, from 2
   * @param seed of the random order: the same seed gives the same folds
   * @return each actor's fold, from 0, every fold having at least one actor; unmodifiable, sorted
   *     by actor
   * @throws IllegalArgumentException if there are fewer than two folds, or fewer actors than folds
   */
  public static SortedMap<String, Integer> actorDisjoint(
      Collection<String> actors, int folds, long seed) {
    if (folds < 2) {
      throw new IllegalArgumentException("folds is %d: must be at least 2".formatted(folds));
    }
    SortedMap<String, Integer> clips = new TreeMap<>();
    actors.forEach(actor -> clips.merge(actor, 1, Integer::sum));
    if (clips.size() < folds) {
      throw new IllegalArgumentException(
          "%d folds of %d actors %s: must have an actor for each fold, as folds share no person"
              .formatted(folds, clips.size(), clips.keySet()));
    }
    List<Map.Entry<String, Integer>> order = new ArrayList<>(clips.entrySet());
    Collections.shuffle(order, new Random(seed));
    order.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    SortedMap<String, Integer> foldOf = new TreeMap<>();
    int[] sizes = new int[folds];
    for (Map.Entry<String, Integer> actor : order) {
      int smallest = 0;
      for (int fold = 1; fold < folds; fold++) {
        smallest = sizes[fold] < sizes[smallest] ? fold : smallest;
      }
      sizes[smallest] += actor.getValue();
      foldOf.put(actor.getKey(), smallest);
    }
    return Collections.unmodifiableSortedMap(foldOf);
  }
}
