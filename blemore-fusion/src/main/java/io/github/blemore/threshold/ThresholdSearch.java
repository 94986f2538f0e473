package io.github.blemore.threshold;

import io.github.blemore.Blend;
import java.util.List;

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
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  Thresholds search(Probabilities probabilities, List<Blend> truth);

  /** The search of the BLEMORE baseline, on its grid of 20 x 20 thresholds. */
  static GridSearch grid() {
    return GridSearch.BASELINE;
  }

  /** The search over all thresholds there are. */
  static ExactSearch exact() {
    return ExactSearch.SCORE;
  }
}
