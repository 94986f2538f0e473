package io.github.blemore.gemini;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request failed in a way that may pass. */
final class TryAgainException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Optional<Duration> wait;

  /**
   * With what went wrong.
   *
   * @param wait what the service asks for, if it does
   */
  TryAgainException(String message, Optional<Duration> wait, @Nullable Throwable cause) {
    super(message, cause);
    this.wait = wait;
  }

  Optional<Duration> requestedWait() {
    return wait;
  }
}
