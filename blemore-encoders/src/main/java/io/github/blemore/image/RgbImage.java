package io.github.blemore.image;

/**
 * A picture: uint8 RGB {@code [height, width, 3]}.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb the pixels, row by row; not copied: who gives it away must not change it afterwards
 */
// Pixels are compared by nobody and copied by nobody: an array serves here better than a value.
@SuppressWarnings("ArrayRecordComponent")
public record RgbImage(int width, int height, byte[] rgb) {

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException unless {@code rgb} has {@code height * width * 3} bytes and
   *     both sides are at least 1
   */
  public RgbImage {
    if (width < 1
        || height < 1
        || rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
      throw new IllegalArgumentException(
          "picture of %d x %d pixels with %d bytes: must be at least 1 x 1, with width * height * 3 bytes"
              .formatted(width, height, rgb.length));
    }
  }
}
