package io.github.blemore.libav;

import io.github.blemore.InterruptedWorkException;
import org.jspecify.annotations.Nullable;

/** The caller wants its thread back. */
final class Interruption {

  private Interruption() {}

  /**
   * Looks whether the thread was interrupted.
   *
   * @throws InterruptedWorkException if so; the flag stays set
   */
  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw exception(null);
    }
  }

  /** For one that was caught: sets the flag again. */
  static InterruptedWorkException caught(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return exception(cause);
  }

  private static InterruptedWorkException exception(@Nullable Throwable cause) {
    return new InterruptedWorkException(
        "interrupted while reading a clip: read it again for a result", cause);
  }
}
