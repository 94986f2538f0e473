package io.github.blemore.media;

/**
 * How a picture of any size becomes the size a network takes. Resizing is Pillow's, as the models
 * were trained with it.
 */
public sealed interface ImageFit {

  /** The longest side of a result in pixels. */
  int MAX_SIDE = 8192;

  /** Width of the result in pixels; of {@link KeepAspect}, that of a square picture's result. */
  int width();

  /** Height of the result in pixels; of {@link KeepAspect}, that of a square picture's result. */
  int height();

  /** Whether the result of some picture has this size. */
  boolean allows(int width, int height);

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

    @Override
    public boolean allows(int givenWidth, int givenHeight) {
      return givenWidth == width && givenHeight == height;
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

    @Override
    public boolean allows(int givenWidth, int givenHeight) {
      return givenWidth == size && givenHeight == size;
    }
  }

  /**
   * As large as fits into a number of square cells, both sides whole cells, with the aspect ratio
   * kept as far as that allows: a picture of {@code w x h} becomes {@code floor(s * w / cell)} by
   * {@code floor(s * h / cell)} cells, where {@code s = sqrt(maxCells * cell * cell / (w * h))}. A
   * side of less than a cell becomes one cell, and the other {@code floor(long / short)} cells, at
   * most {@code maxCells}: what the processors of Gemma 4 do. Beyond them, no side gets longer than
   * 8192 pixels: a picture that is much wider than high is squeezed to that. The frames of a clip
   * all get the size of the first.
   *
   * @param cell side of a cell in pixels
   * @param maxCells how many cells at most
   * @param interpolation the filter
   */
  record KeepAspect(int cell, int maxCells, Interpolation interpolation) implements ImageFit {
    /** Checks the sizes. */
    public KeepAspect {
      requireSide(cell);
      if (maxCells < 1 || maxCells > 8192) {
        throw new IllegalArgumentException(
            "maxCells is %d cells: must be 1..8192".formatted(maxCells));
      }
    }

    /**
     * What becomes of pictures of one size.
     *
     * @param width in pixels, 1 or more
     * @param height in pixels, 1 or more
     */
    public ImageFit of(int width, int height) {
      double pixels = (double) maxCells * cell * cell;
      double scale = Math.sqrt(pixels / ((double) width * height));
      int columns = (int) (scale * width / cell);
      int rows = (int) (scale * height / cell);
      if (rows == 0) {
        rows = 1;
        columns = Math.max(1, Math.min(width / height, maxCells));
      } else if (columns == 0) {
        columns = 1;
        rows = Math.max(1, Math.min(height / width, maxCells));
      }
      int most = MAX_SIDE / cell;
      return squash(Math.min(columns, most) * cell, Math.min(rows, most) * cell, interpolation);
    }

    @Override
    public int width() {
      return of(1, 1).width();
    }

    @Override
    public int height() {
      return width();
    }

    @Override
    public boolean allows(int givenWidth, int givenHeight) {
      return givenWidth > 0
          && givenHeight > 0
          && givenWidth % cell == 0
          && givenHeight % cell == 0
          && Math.max(givenWidth, givenHeight) <= MAX_SIDE
          && (long) (givenWidth / cell) * (givenHeight / cell) <= maxCells;
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

  /** {@link KeepAspect}. */
  static ImageFit keepAspect(int cell, int maxCells, Interpolation interpolation) {
    return new KeepAspect(cell, maxCells, interpolation);
  }

  private static void requireSide(int pixels) {
    if (pixels < 1 || pixels > MAX_SIDE) {
      throw new IllegalArgumentException(
          "side is %d pixels: must be 1..%d".formatted(pixels, MAX_SIDE));
    }
  }
}
