package io.github.blemore.experiment;

import io.github.blemore.head.SoftmaxHead;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that was fitted for one left-out fold: what a recognizer needs to predict clips of its
 * people as the experiment did.
 *
 * @param fold the fold whose people it has not seen in training; under {@link Protocol#CHALLENGE}
 *     its clips chose epoch, weights and thresholds all the same
 * @param heads encoder id to head
 * @param fitted how the heads' votes become blends
 */
public record FoldModel(int fold, Map<String, SoftmaxHead> heads, FittedFusion fitted) {

  /** Copies the heads. */
  public FoldModel {
    heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
  }
}
