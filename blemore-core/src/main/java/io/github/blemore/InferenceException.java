package io.github.blemore;

import org.jspecify.annotations.Nullable;

/** A model that loaded failed while it ran. */
public class InferenceException extends BlemoreException {

  private static final long serialVersionUID = 1;

  /** With a message that says what was wrong, where, and what to do. */
  public InferenceException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public InferenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
