package io.github.blemore.libav;

/**
 * What a {@link ClipCutter} cuts out of a clip, and how large.
 *
 * @param start in seconds from the clip's first picture, at least 0
 * @param length in seconds, above 0
 * @param shorterSide of the pictures in pixels at most, even, at least 16; smaller ones stay as
 *     they are
 * @param sound whether the sound is cut out too
 */
public record CutForm(double start, double length, int shorterSide, boolean sound) {

  private static final int SMALLEST = 16;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is not as said
   */
  public CutForm {
    if (!(start >= 0) || Double.isInfinite(start)) {
      throw new IllegalArgumentException(
          "start is %s s: must be 0 or more, and finite".formatted(start));
    }
    if (!(length > 0) || Double.isInfinite(length)) {
      throw new IllegalArgumentException(
          "length is %s s: must be above 0, and finite".formatted(length));
    }
    if (shorterSide < SMALLEST || shorterSide % 2 != 0) {
      throw new IllegalArgumentException(
          "shorterSide is %d pixels: must be even, at least %d".formatted(shorterSide, SMALLEST));
    }
  }

  /** Where the cut ends, in seconds from the clip's first picture. */
  double end() {
    return start + length;
  }
}
