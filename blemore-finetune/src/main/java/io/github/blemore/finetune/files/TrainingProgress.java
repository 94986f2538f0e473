package io.github.blemore.finetune.files;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a run of training came.
 *
 * @param epoch how many epochs are over, 0 or more
 * @param step how many steps of the optimizer are over, 0 or more
 * @param best the best epoch so far; empty before the first was scored
 * @param records what was noted at the end of each epoch, by what it is, such as {@code loss};
 *     finite
 */
public record TrainingProgress(
    int epoch, long step, Optional<Best> best, SortedMap<String, List<Double>> records) {

  /**
   * The best epoch.
   *
   * @param epoch counted from 1
   * @param score finite; which is better is the run's to say
   */
  public record Best(int epoch, double score) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the epoch is below 1 or the score not finite
     */
    public Best {
      if (epoch < 1 || !Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "best is epoch %d with score %s: must be 1 or more, and finite"
                .formatted(epoch, score));
      }
    }
  }

  /**
   * Checks the ranges, and copies the records.
   *
   * @throws IllegalArgumentException if a count is negative or a number not finite
   */
  public TrainingProgress {
    if (epoch < 0 || step < 0) {
      throw new IllegalArgumentException(
          "epoch is %d, step %d: must be 0 or more".formatted(epoch, step));
    }
    SortedMap<String, List<Double>> copies = new TreeMap<>();
    for (Map.Entry<String, List<Double>> record : records.entrySet()) {
      if (!record.getValue().stream().allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "record \"%s\" is %s: must be finite".formatted(record.getKey(), record.getValue()));
      }
      copies.put(record.getKey(), List.copyOf(record.getValue()));
    }
    records = Collections.unmodifiableSortedMap(copies);
  }

  /** A run that has not begun. */
  public static TrainingProgress none() {
    return new TrainingProgress(0, 0, Optional.empty(), new TreeMap<>());
  }
}
