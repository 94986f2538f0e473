package io.github.blemore.finetune;

import ai.djl.engine.EngineException;
import io.github.blemore.InferenceException;
import java.util.Locale;

/** What a training needs, for when there is not as much. */
final class MemoryEstimate {

  /** Value, gradient and two moments of each parameter. */
  private static final long BYTES_PER_VALUE = 4L * Float.BYTES;

  private static final double GIB = 1 << 30;

  private MemoryEstimate() {}

  /** What went wrong in a pass, in words; with what to do if it was memory. */
  static InferenceException explain(
      EngineException e, int clips, long trainedValues, FineTuneSettings settings) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (!lower.contains("allocate memory") && !lower.contains("out of memory")) {
      return new InferenceException("training failed: " + message, e);
    }
    return new InferenceException(
        String.format(
            Locale.ROOT,
            "out of memory with %d clips at once (batch %d): weights, gradients and moments take %.2f GiB, activations grow with the clips at once; take fewer clipsAtOnce%s (%s)",
            clips,
            settings.batch(),
            trainedValues * BYTES_PER_VALUE / GIB,
            settings.recomputes() ? "" : ", or recompute",
            message.lines().findFirst().orElse("")),
        e);
  }
}
