package io.github.blemore.gate;

import io.github.blemore.Emotion;
import java.util.List;
import java.util.Set;

/**
 * What a training made.
 *
 * @param fusion the fusion as it was after the first of the epochs with the highest validation
 *     score; without validation clips after the last epoch
 * @param epochs what came out of each epoch
 * @param absent emotions no training clip shows
 * @param seconds how long the training took
 */
public record TrainedGate(
    GatedFusion fusion, List<GateEpoch> epochs, Set<Emotion> absent, double seconds) {

  /** Copies the collections. */
  public TrainedGate {
    epochs = List.copyOf(epochs);
    absent = Set.copyOf(absent);
  }

  /** What came out of the epoch after which the fusion was taken. */
  public GateEpoch best() {
    return epochs.get(fusion.provenance().epoch() - 1);
  }
}
