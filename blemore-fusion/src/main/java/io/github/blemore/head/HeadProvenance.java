package io.github.blemore.head;

import io.github.blemore.threshold.Thresholds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a head comes from.
 *
 * @param libraryVersion of this library that trained it
 * @param encoderCheckpoint SHA-256 of the weights of the encoder whose embeddings it was trained
 *     on, 64 lower-case hex digits, if known
 * @param settings of the training
 * @param device it was trained on, such as {@code cpu}
 * @param epoch after which its weights were taken, from 1
 * @param validation the best thresholds on the validation clips and their scores, if there were any
 * @param notes free texts of who trained it, such as the folds
 */
public record HeadProvenance(
    String libraryVersion,
    Optional<String> encoderCheckpoint,
    HeadSettings settings,
    String device,
    int epoch,
    Optional<Thresholds> validation,
    Map<String, String> notes) {

  /** Copies the notes. */
  public HeadProvenance {
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** The same with these texts added to the notes. */
  HeadProvenance withNotes(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(notes);
    all.putAll(more);
    return new HeadProvenance(
        libraryVersion, encoderCheckpoint, settings, device, epoch, validation, all);
  }
}
