package io.github.blemore;

import org.jspecify.annotations.Nullable;

/**
 * A model, its weights or a native library cannot be loaded: nothing will work until that is put
 * right.
 */
public class ModelException extends BlemoreException {

  private static final long serialVersionUID = 1;

  /** With a message that says what was wrong, where, and what to do. */
  public ModelException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public ModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
