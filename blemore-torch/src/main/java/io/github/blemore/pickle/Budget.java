package io.github.blemore.pickle;

/** The steps that are left: one for an operation, and one for about every value it copies. */
final class Budget {

  private final long steps;
  private long left;

  Budget(long steps) {
    this.steps = steps;
    this.left = steps;
  }

  /**
   * Takes some, before the work is done.
   *
   * @throws IllegalArgumentException if there are not as many left
   */
  void spend(long n) {
    left -= n;
    if (left < 0) {
      throw new IllegalArgumentException("its pickle takes more than %d steps".formatted(steps));
    }
  }
}
