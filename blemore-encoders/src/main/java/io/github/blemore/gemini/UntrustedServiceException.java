package io.github.blemore.gemini;

import io.github.blemore.EncoderStoppedException;
import org.jspecify.annotations.Nullable;

/** Who answers cannot show to be the service: nothing was sent. */
final class UntrustedServiceException extends EncoderStoppedException {

  private static final long serialVersionUID = 1;

  UntrustedServiceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
