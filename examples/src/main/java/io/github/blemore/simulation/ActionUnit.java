package io.github.blemore.simulation;

/**
 * Visible movements of a face by their numbers in the Facial Action Coding System (P. Ekman, W. V.
 * Friesen and J. C. Hager, "Facial Action Coding System: The Manual", 2002), as far as the
 * simulated faces can make them.
 */
enum ActionUnit {
  /** AU 1. */
  INNER_BROW_RAISER(1),
  /** AU 2. */
  OUTER_BROW_RAISER(2),
  /** AU 4. */
  BROW_LOWERER(4),
  /** AU 5. */
  UPPER_LID_RAISER(5),
  /** AU 6. */
  CHEEK_RAISER(6),
  /** AU 7. */
  LID_TIGHTENER(7),
  /** AU 9. */
  NOSE_WRINKLER(9),
  /** AU 10. */
  UPPER_LIP_RAISER(10),
  /** AU 12. */
  LIP_CORNER_PULLER(12),
  /** AU 15. */
  LIP_CORNER_DEPRESSOR(15),
  /** AU 16. */
  LOWER_LIP_DEPRESSOR(16),
  /** AU 17. */
  CHIN_RAISER(17),
  /** AU 20. */
  LIP_STRETCHER(20),
  /** AU 23. */
  LIP_TIGHTENER(23),
  /** AU 24. */
  LIP_PRESSOR(24),
  /** AU 25. */
  LIPS_PART(25),
  /** AU 26. */
  JAW_DROP(26),
  /** AU 43, and 45 when it is short: the upper lid comes down. */
  EYES_CLOSED(43);

  private final int number;

  ActionUnit(int number) {
    this.number = number;
  }

  /**
   * The unit with this number in the Facial Action Coding System.
   *
   * @throws IllegalArgumentException if the simulated faces do not have it
   */
  static ActionUnit ofNumber(int number) {
    for (ActionUnit unit : values()) {
      if (unit.number == number) {
        return unit;
      }
    }
    throw new IllegalArgumentException("action unit %d is not simulated".formatted(number));
  }
}
