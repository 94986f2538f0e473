package io.github.blemore;

import java.util.Locale;

/** In which numbers a network multiplies its matrices. Sums along its depth stay float32. */
public enum Precision {
  /** 32-bit floating point: what the reference numbers were made in. */
  FLOAT32,
  /**
   * The upper half of a float32: some 1 % relative error, several times faster on a processor or
   * GPU that has it, slower elsewhere.
   */
  BF16;

  /** {@code float32} or {@code bf16}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
