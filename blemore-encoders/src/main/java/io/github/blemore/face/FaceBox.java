package io.github.blemore.face;

/**
 * Where a face is, in pixels of the picture it was looked for in; may reach over the border.
 *
 * @param x left edge
 * @param y top edge
 * @param width positive
 * @param height positive
 */
public record FaceBox(double x, double y, double width, double height) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException unless all are finite and the sides positive
   */
  public FaceBox {
    if (!Double.isFinite(x + y) || !(width > 0 && height > 0) || !Double.isFinite(width + height)) {
      throw new IllegalArgumentException(
          "face box at (%s, %s) of %s x %s: must be finite, sides positive"
              .formatted(x, y, width, height));
    }
  }

  /** In square pixels. */
  public double area() {
    return width * height;
  }
}
