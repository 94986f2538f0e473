package io.github.blemore.madeup;

/** How large a made-up checkpoint is. */
public enum MadeUpSize {
  /**
   * A few hundred kilobytes, to try things out: 64 values per token and 4 heads, but inputs of the
   * published size.
   */
  TINY,
  /** The sizes of the family's published base model, 330 to 490 MB. */
  BASE;

  /** One of two values. */
  int pick(int tiny, int base) {
    return this == TINY ? tiny : base;
  }
}
