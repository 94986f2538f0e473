package io.github.blemore.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The hub cannot answer now, and may say when to ask again. */
final class TemporaryFailure extends IOException {

  private static final long serialVersionUID = 1;

  private final transient Optional<Duration> retryAfter;

  TemporaryFailure(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
