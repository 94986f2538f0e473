package io.github.blemore.experiment;

import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How one system did on the people of one fold.
 *
 * @param fold which
 * @param clips how many clips were scored
 * @param unanswered how many of them had no vote at all; each counts as wrong
 * @param rule the thresholds that were used, for people who are not known if a design adapts to
 *     those who are, which the notes tell; empty for a baseline that has none
 * @param weights encoder id to weight, of a gate the mean over the clips; empty for a baseline
 * @param scores on these clips
 * @param notes what else was fitted, in words, such as {@code temperature scaling, T = 1.370}
 */
public record FoldScore(
    int fold,
    int clips,
    int unanswered,
    Optional<ThresholdRule> rule,
    Map<String, Double> weights,
    Scores scores,
    List<String> notes) {

  /** Copies the collections; weights are in the order of their encoders' ids. */
  public FoldScore {
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    notes = List.copyOf(notes);
  }
}
