package io.github.blemore.finetune;

import io.github.blemore.EmotionDistribution;
import io.github.blemore.metrics.ScoreSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of an adaptation.
 *
 * @param checkpoint the encoder with its head, trained on all clips
 * @param epochs for how many: the median of the folds' best
 * @param folds the trainings that each left a fold out; at least one
 * @param outOfFold a file of features for the fusion: of each clip the logarithms of its six {@link
 *     #predictions()}
 * @param missing id of a clip that could not be used to why
 */
public record FineTuneResult(
    Path checkpoint,
    int epochs,
    List<FoldResult> folds,
    Path outOfFold,
    SortedMap<String, String> missing) {

  /** Copies the list. */
  public FineTuneResult {
    folds = List.copyOf(folds);
  }

  /** Scores of people who were left out, by thresholds of others. */
  public ScoreSummary summary() {
    return new ScoreSummary(folds.stream().map(FoldResult::scores).toList());
  }

  /** Clip id to its distribution by the network that never saw its person. */
  public SortedMap<String, EmotionDistribution> predictions() {
    SortedMap<String, EmotionDistribution> all = new TreeMap<>();
    folds.forEach(fold -> all.putAll(fold.predictions()));
    return all;
  }
}
