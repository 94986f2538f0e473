package io.github.blemore;

import org.jspecify.annotations.Nullable;

/**
 * Root of what can go wrong beside bad arguments. Subclasses are those a caller can act on
 * differently: {@link MediaException} (this clip), {@link ModelException} (this installation),
 * {@link InferenceException} (this run), {@link EncoderStoppedException} (this encoder, for now),
 * {@link NoVoteException} (no encoder could say anything).
 */
public class BlemoreException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** With a message that says what was wrong, where, and what to do. */
  public BlemoreException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public BlemoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
