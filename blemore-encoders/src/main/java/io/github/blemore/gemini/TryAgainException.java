package io.github.blemore.gemini;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request failed in a way that may pass. */
final class TryAgainException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Optional<Duration> wait;
  private final boolean sent;

  private TryAgainException(
      String message, Optional<Duration> wait, boolean sent, @Nullable Throwable cause) {
    super(message, cause);
    this.wait = wait;
    this.sent = sent;
  }

  /**
   * After a request that was sent, or may have been.
   *
   * @param wait what the service asks for, if it does
   */
  TryAgainException(String message, Optional<Duration> wait, @Nullable Throwable cause) {
    this(message, wait, true, cause);
  }

  /** There was no connection to send it over. */
  static TryAgainException notSent(String message, @Nullable Throwable cause) {
    return new TryAgainException(message, Optional.empty(), false, cause);
  }

  /** Whether the service may have got the request. */
  boolean sent() {
    return sent;
  }

  Optional<Duration> requestedWait() {
    return wait;
  }
}
