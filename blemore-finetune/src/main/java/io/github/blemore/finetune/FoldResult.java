package io.github.blemore.finetune;

import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of the training that left a fold out.
 *
 * @param fold the one left out
 * @param validationFold the one that chose the epoch and the thresholds
 * @param bestEpoch whose weights these are, from 1
 * @param rule the best thresholds on the validation fold
 * @param validation what they score there: optimistic
 * @param scores what they score on the fold that was left out
 * @param predictions clip id to distribution of that fold's clips
 */
public record FoldResult(
    int fold,
    int validationFold,
    int bestEpoch,
    ThresholdRule rule,
    Scores validation,
    Scores scores,
    SortedMap<String, EmotionDistribution> predictions) {

  /** Copies the map. */
  public FoldResult {
    predictions = Collections.unmodifiableSortedMap(new TreeMap<>(predictions));
  }
}
