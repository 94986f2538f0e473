package io.github.blemore.cli;

import io.github.blemore.EncoderInfo;
import io.github.blemore.Recognition;
import io.github.blemore.ThresholdRule;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where predictions go. */
interface PredictionWriter extends AutoCloseable {

  /**
   * Writes one.
   *
   * @param rule the thresholds it was decided by
   */
  void write(Recognition recognition, ThresholdRule rule);

  /** The encoders of a recognition that run on random weights. */
  static Set<String> madeUp(Recognition recognition) {
    return recognition.provenance().encoders().stream()
        .filter(EncoderInfo::hasMadeUpWeights)
        .map(EncoderInfo::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Ends the output; called once, if the work was not stopped.
   *
   * @param failures clip to what went wrong with it
   */
  void finish(Map<String, String> failures) throws IOException;

  @Override
  void close() throws IOException;
}
