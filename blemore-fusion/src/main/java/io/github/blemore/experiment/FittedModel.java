package io.github.blemore.experiment;

import io.github.blemore.head.SoftmaxHead;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A system fitted on all clips.
 *
 * @param heads encoder id to head, in the order of the encoders
 * @param fitted how the heads' votes become blends
 */
public record FittedModel(Map<String, SoftmaxHead> heads, FittedFusion fitted) {

  /** Copies the heads. */
  public FittedModel {
    heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
  }
}
