package io.github.blemore.experiment;

import io.github.blemore.ThresholdRule;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.head.SoftmaxHead;
import java.util.Map;

/**
 * Everything that was fitted for one left-out fold: what a recognizer needs to predict clips of its
 * people as the experiment did.
 *
 * @param fold the fold whose people it has not seen in training; under {@link Protocol#CHALLENGE}
 *     its clips chose epoch, weights and thresholds all the same
 * @param heads encoder id to head
 * @param fusion weighted in proportion to the encoders' scores
 * @param rule the thresholds for that fusion
 */
public record FoldModel(
    int fold, Map<String, SoftmaxHead> heads, WeightedFusion fusion, ThresholdRule rule) {

  /** Copies the heads. */
  public FoldModel {
    heads = Map.copyOf(heads);
  }
}
