package io.github.blemore.finetune.augment;

/**
 * A rectangle of pixels inside a picture.
 *
 * @param left its first column
 * @param top its first row
 * @param width in pixels
 * @param height in pixels
 */
record CropBox(int left, int top, int width, int height) {

  /** All of a picture. */
  static CropBox whole(int width, int height) {
    return new CropBox(0, 0, width, height);
  }

  /** How many pixels. */
  long area() {
    return (long) width * height;
  }

  /** Whether this row of the picture passes through it. */
  boolean hasRow(int row) {
    return row >= top && row < top + height;
  }
}
