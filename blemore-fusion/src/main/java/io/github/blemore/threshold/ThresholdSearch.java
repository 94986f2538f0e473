package io.github.blemore.threshold;

import io.github.blemore.Blend;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the presence and salience thresholds that score best on labeled clips.
 *
 * <p>Implementations are immutable and safe to share between threads.
 */
public interface ThresholdSearch {

  /**
   * Searches.
   *
   * @param probabilities {@code [clips, 6]}
   * @param truth what each clip shows, in the same order
   * @param people whose clip each is, in the same order
   * @throws IllegalArgumentException if there is no clip, or not one truth and person for each
   */
  Thresholds search(Probabilities probabilities, List<Blend> truth, List<String> people);

  /**
   * Searches where people are not known, or make no difference: as if each clip were of another
   * person.
   *
   * @param probabilities {@code [clips, 6]}
   * @param truth what each clip shows, in the same order
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  default Thresholds search(Probabilities probabilities, List<Blend> truth) {
    List<String> people =
        IntStream.range(0, truth.size()).mapToObj(clip -> String.valueOf(clip)).toList();
    return search(probabilities, truth, people);
  }

  /** The search of the BLEMORE baseline, on its grid of 20 x 20 thresholds. */
  static GridSearch grid() {
    return GridSearch.BASELINE;
  }

  /** The search over all thresholds there are. */
  static ExactSearch exact() {
    return ExactSearch.SCORE;
  }

  /** The search for thresholds that are good for other people, too. */
  static StableSearch stable() {
    return StableSearch.DEFAULT;
  }
}
