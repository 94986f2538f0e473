package io.github.blemore.experiment;

import io.github.blemore.head.SoftmaxHead;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of one training.
 *
 * @param best fold that was left out to what the head says on it that is best there
 * @param after what the head after the epoch that was asked for says on the fold left out
 * @param head that head; without one the head that is best on the only fold left out; none if two
 *     were
 */
record Trained(
    SortedMap<Integer, HeldOut> best, Optional<HeldOut> after, Optional<SoftmaxHead> head) {

  Trained {
    best = Collections.unmodifiableSortedMap(new TreeMap<>(best));
  }

  /** What the head that is best on a fold says on it. */
  HeldOut bestOn(int fold) {
    return Objects.requireNonNull(best.get(fold));
  }
}
