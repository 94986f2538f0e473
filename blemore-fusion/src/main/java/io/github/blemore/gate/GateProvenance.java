package io.github.blemore.gate;

import io.github.blemore.threshold.Thresholds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a gated fusion comes from.
 *
 * @param libraryVersion of this library that trained it
 * @param encoderCheckpoints encoder id to the SHA-256 of the weights the encoder had, 64 lower-case
 *     hex digits; of those encoders for which it is known
 * @param settings of the training
 * @param device it was trained on, such as {@code cpu}
 * @param epoch after which its weights were taken, from 1
 * @param validation the best thresholds on the validation clips and their scores, if there were any
 * @param notes free texts of who trained it, such as the folds
 */
public record GateProvenance(
    String libraryVersion,
    Map<String, String> encoderCheckpoints,
    GateSettings settings,
    String device,
    int epoch,
    Optional<Thresholds> validation,
    Map<String, String> notes) {

  /** Copies the maps. */
  public GateProvenance {
    encoderCheckpoints = Collections.unmodifiableMap(new LinkedHashMap<>(encoderCheckpoints));
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }
}
