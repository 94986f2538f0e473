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
   * The shorter side becomes {@code shortestEdge}, the longer {@code shortestEdge * long / short}
   * truncated; then a square is cut from the middle at offset {@code (side - size) / 2}, floored:
   * what Hugging Face's image processors do.
   *
   * @param shortestEdge of the resized picture in pixels
   * @param size side of the square in pixels, at most {@code shortestEdge}
   * @param interpolation the filter
   */
  record ShortestEdgeCrop(int shortestEdge, int size, Interpolation interpolation)
      implements ImageFit {
    /** Checks the sizes. */
    public ShortestEdgeCrop {
      requireSide(shortestEdge);
      requireSide(size);
      if (size > shortestEdge) {
        throw new IllegalArgumentException(
            "crop of %d pixels from a picture whose shortest edge is %d: must be no larger"
                .formatted(size, shortestEdge));
      }
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

  /** {@link ShortestEdgeCrop} of the largest square. */
  static ImageFit shortestEdgeCrop(int size, Interpolation interpolation) {
    return new ShortestEdgeCrop(size, size, interpolation);
  }

  /** {@link ShortestEdgeCrop}. */
  static ImageFit shortestEdgeCrop(int shortestEdge, int size, Interpolation interpolation) {
    return new ShortestEdgeCrop(shortestEdge, size, interpolation);
  }

  private static void requireSide(int pixels) {
    if (pixels < 1 || pixels > 8192) {
      throw new IllegalArgumentException("side is %d pixels: must be 1..8192".formatted(pixels));
    }
  }
}
