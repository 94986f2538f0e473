package io.github.blemore.store;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an extraction did.
 *
 * @param clips how many it was asked for
 * @param encoders what each encoder did, in the order they were given
 * @param seconds how long it took
 * @param decodingSeconds of it spent on reading clips, summed over threads
 */
public record ExtractionSummary(
    int clips, List<OfEncoder> encoders, double seconds, double decodingSeconds) {

  /** Copies the list. */
  public ExtractionSummary {
    encoders = List.copyOf(encoders);
  }

  /**
   * What one encoder did.
   *
   * @param id of the encoder
   * @param made clips it answered for now, by an embedding or a reason why there is none
   * @param kept clips of which there was such an answer before
   * @param missing clip id to that reason, among all clips asked for
   * @param failed clip id to what went wrong, now or in an earlier run that was not tried again
   * @param left clips it was not asked about, because it stopped
   * @param stopped why it stopped
   * @param seconds it worked, summed over threads
   */
  public record OfEncoder(
      String id,
      int made,
      int kept,
      SortedMap<String, String> missing,
      SortedMap<String, String> failed,
      int left,
      Optional<String> stopped,
      double seconds) {}

  /** Whether each encoder answered for each clip. */
  public boolean isComplete() {
    return encoders.stream().allMatch(one -> one.failed().isEmpty() && one.left() == 0);
  }
}
