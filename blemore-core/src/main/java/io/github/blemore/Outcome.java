package io.github.blemore;

/** How the work on one of several clips ended: a {@link Recognition}, or a {@link Failure}. */
public sealed interface Outcome permits Recognition, Outcome.Failure {

  /** Which clip. */
  Clip clip();

  /**
   * A clip that could not be recognized; the others went on.
   *
   * @param clip which
   * @param cause why
   */
  record Failure(Clip clip, BlemoreException cause) implements Outcome {}
}
