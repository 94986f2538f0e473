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
   * @throws IllegalArgumentException if there are not as many of both
   */
  Thresholds search(Probabilities probabilities, List<Blend> truth);
}
