package io.github.blemore.system;

import io.github.blemore.head.HeadSettings;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a system comes from.
 *
 * @param libraryVersion of this library that fitted it
 * @param created when, to the second
 * @param design of the fusion, in words
 * @param training of the heads
 * @param clips how many it was fitted on
 * @param foldOf person to fold: who they show
 * @param labelsSha256 of the clips' names, labels and folds
 */
public record SystemOrigin(
    String libraryVersion,
    Instant created,
    String design,
    HeadSettings training,
    int clips,
    SortedMap<String, Integer> foldOf,
    String labelsSha256) {

  /** Copies the map. */
  public SystemOrigin {
    foldOf = Collections.unmodifiableSortedMap(new TreeMap<>(foldOf));
  }
}
