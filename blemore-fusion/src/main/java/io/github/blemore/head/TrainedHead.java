package io.github.blemore.head;

import io.github.blemore.Emotion;
import java.util.List;
import java.util.Set;

/**
 * What a training made.
 *
 * @param head the head as it was after the first of the epochs with the highest validation score;
 *     without validation clips after the last epoch
 * @param epochs what came out of each epoch
 * @param absent emotions no training clip shows
 * @param seconds how long the training took
 */
public record TrainedHead(
    SoftmaxHead head, List<EpochReport> epochs, Set<Emotion> absent, double seconds) {

  /** Copies the collections. */
  public TrainedHead {
    epochs = List.copyOf(epochs);
    absent = Set.copyOf(absent);
  }

  /** What came out of the epoch after which the head was taken. */
  public EpochReport best() {
    return epochs.get(head.provenance().epoch() - 1);
  }
}
