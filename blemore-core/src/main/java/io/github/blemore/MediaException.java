package io.github.blemore;

import org.jspecify.annotations.Nullable;

/**
 * A clip's file cannot be read: it is missing, unreadable, empty, or no media; or a clip cannot be
 * encoded. Other clips may be fine.
 */
public class MediaException extends BlemoreException {

  private static final long serialVersionUID = 1;

  /** With a message that says what was wrong, where, and what to do. */
  public MediaException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public MediaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
