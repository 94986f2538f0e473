package io.github.blemore.experiment;

import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import java.util.Map;
import java.util.Optional;

/**
 * How one system did on the people of one fold.
 *
 * @param fold which
 * @param clips how many clips were scored
 * @param unanswered how many of them had no vote at all; each counts as wrong
 * @param rule the thresholds that were used; empty for a baseline that has none
 * @param weights encoder id to weight; empty for a baseline
 * @param scores on these clips
 */
public record FoldScore(
    int fold,
    int clips,
    int unanswered,
    Optional<ThresholdRule> rule,
    Map<String, Double> weights,
    Scores scores) {

  /** Copies the weights. */
  public FoldScore {
    weights = Map.copyOf(weights);
  }
}
