package io.github.blemore.media;

/**
 * How a picture of any size becomes the size a network takes. Resizing is Pillow's, as the models
 * were trained with it.
 */
public sealed interface ImageFit {

  /** Width of the result in pixels. */
  int width();

  /** Height of the result in pixels. */
  int height();

  /** The filter. */
  Interpolation interpolation();

  /**
   * Straight to the size; the aspect ratio is not kept.
   *
   * @param width in pixels
   * @param height in pixels
   * @param interpolation the filter
   */
  record Squash(int width, int height, Interpolation interpolation) implements ImageFit {
    /** Checks the size. */
    public Squash {
      requireSide(width);
      requireSide(height);
    }
  }

  /**
   * The shorter side becomes {@code size}, the longer {@code size * long / short} truncated; then a
   * square is cut from the middle at offset {@code (side - size) / 2}, floored: what Hugging Face's
   * image processors do.
   *
   * @param size side of the square in pixels
   * @param interpolation the filter
   */
  record ShortestEdgeCrop(int size, Interpolation interpolation) implements ImageFit {
    /** Checks the size. */
    public ShortestEdgeCrop {
      requireSide(size);
    }

    @Override
    public int width() {
      return size;
    }

    @Override
    public int height() {
      return size;
    }
  }

  /** {@link Squash}. */
  static ImageFit squash(int width, int height, Interpolation interpolation) {
    return new Squash(width, height, interpolation);
  }

  /** {@link ShortestEdgeCrop}. */
  static ImageFit shortestEdgeCrop(int size, Interpolation interpolation) {
    return new ShortestEdgeCrop(size, interpolation);
  }

  private static void requireSide(int pixels) {
    if (pixels < 1 || pixels > 8192) {
      throw new IllegalArgumentException("side is %d pixels: must be 1..8192".formatted(pixels));
    }
  }
}
