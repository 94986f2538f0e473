package io.github.blemore;

import org.jspecify.annotations.Nullable;

/** The thread was interrupted during the work. The thread's interrupt flag is set again. */
public class InterruptedWorkException extends BlemoreException {

  private static final long serialVersionUID = 1;

  /** With a message that says what was wrong, where, and what to do. */
  public InterruptedWorkException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public InterruptedWorkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
