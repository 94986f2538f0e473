package io.github.blemore;

import org.jspecify.annotations.Nullable;

/**
 * An encoder that takes no more clips, whichever they are: its budget is spent, or a service
 * refuses its key. No fault of the clip, which stays to be encoded another time.
 */
public class EncoderStoppedException extends BlemoreException {

  private static final long serialVersionUID = 1;

  /** With a message that says what was wrong, where, and what to do. */
  public EncoderStoppedException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public EncoderStoppedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
