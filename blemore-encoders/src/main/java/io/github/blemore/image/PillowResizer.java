package io.github.blemore.image;

import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;

/**
 * Resizes pictures as Pillow does for 8-bit images, equal to the bit: the models were trained on
 * such pictures, and other resizers differ by up to dozens of levels.
 *
 * <p>The rules (facts of Pillow's {@code Resample.c}, checked against Pillow 9.4): shrinking widens
 * the filter, so it is antialiased; windows end at the border and their weights are normalized over
 * the pixels that exist; weights are integers of 22 fraction bits; the horizontal pass comes first
 * and is rounded and clipped to 8 bits before the vertical one; an axis of unchanged length is
 * passed over.
 *
 * <p>Without state, safe to share between threads.
 */
public final class PillowResizer {

  private static final int MAX_SIDE = 8192;

  private PillowResizer() {}

  /**
   * Resizes to exactly this size; the aspect ratio is not kept.
   *
   * @param source the picture; if it has the size already, it is returned itself
   * @param width of the result in pixels, 1..8192
   * @param height of the result in pixels, 1..8192
   * @param filter the interpolation
   * @throws IllegalArgumentException if a side is out of range
   */
  public static RgbImage resize(RgbImage source, int width, int height, Interpolation filter) {
    Axis x = new Axis(0, source.width(), requireSide("width", width), 0, width);
    Axis y = new Axis(0, source.height(), requireSide("height", height), 0, height);
    return resize(source, x, y, filter);
  }

  /**
   * Makes a picture the size a network takes.
   *
   * @param source the picture; if it has the size already, it is returned itself
   * @param fit how; of a {@link ImageFit.ShortestEdgeCrop} only the pixels that the crop keeps are
   *     computed
   * @return a picture of a size that {@code fit} {@linkplain ImageFit#allows allows}
   */
  public static RgbImage fit(RgbImage source, ImageFit fit) {
    return fit(source, 0, 0, source.width(), source.height(), fit);
  }

  /**
   * Makes a part of a picture the size a network takes: the same as {@link #crop} and then {@link
   * #fit(RgbImage, ImageFit)}, without the copy.
   *
   * @param source the picture
   * @param left first column of the part
   * @param top first row of the part
   * @param width of the part in pixels, 1 or more
   * @param height of the part in pixels, 1 or more
   * @param fit how
   * @return a picture of a size that {@code fit} {@linkplain ImageFit#allows allows}
   * @throws IllegalArgumentException if the part is empty or not inside the picture
   */
  public static RgbImage fit(
      RgbImage source, int left, int top, int width, int height, ImageFit fit) {
    requireInside(source, left, top, width, height);
    if (fit instanceof ImageFit.ShortestEdgeCrop crop) {
      int size = crop.size();
      long shorter = Math.min(width, height);
      int resizedWidth = resized(crop.shortestEdge(), width, shorter);
      int resizedHeight = resized(crop.shortestEdge(), height, shorter);
      Axis x = new Axis(left, width, resizedWidth, (resizedWidth - size) / 2, size);
      Axis y = new Axis(top, height, resizedHeight, (resizedHeight - size) / 2, size);
      return resize(source, x, y, fit.interpolation());
    }
    ImageFit sized = fit instanceof ImageFit.KeepAspect keep ? keep.of(width, height) : fit;
    Axis x = new Axis(left, width, sized.width(), 0, sized.width());
    Axis y = new Axis(top, height, sized.height(), 0, sized.height());
    return resize(source, x, y, fit.interpolation());
  }

  /**
   * Cuts out a part.
   *
   * @param source the picture; if the part is all of it, it is returned itself
   * @param left first column of the part
   * @param top first row of the part
   * @param width of the part in pixels, 1 or more
   * @param height of the part in pixels, 1 or more
   * @throws IllegalArgumentException if the part is empty or not inside the picture
   */
  public static RgbImage crop(RgbImage source, int left, int top, int width, int height) {
    requireInside(source, left, top, width, height);
    Axis x = new Axis(left, width, width, 0, width);
    Axis y = new Axis(top, height, height, 0, height);
    return copy(source, x, y);
  }

  /** One direction of a resize: a stretch of the source, its new length, and what is kept of it. */
  private record Axis(int start, int length, int resized, int keepFrom, int keep) {

    boolean unchanged() {
      return length == resized;
    }

    /** The weights of what is kept; an unchanged axis gets weights that copy. */
    FilterWeights weights(Interpolation filter) {
      return FilterWeights.of(length, resized, filter, keepFrom, keep);
    }
  }

  private static int resized(int shortestEdge, int side, long shorter) {
    long resized = (long) shortestEdge * side / shorter;
    if (resized > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "side of %d pixels becomes %d: must be below 2^31".formatted(side, resized));
    }
    return (int) resized;
  }

  private static RgbImage resize(RgbImage source, Axis x, Axis y, Interpolation filter) {
    if (x.unchanged() && y.unchanged()) {
      return copy(source, x, y);
    }
    byte[] rgb = TwoPasses.run(source, x.start(), y.start(), x.weights(filter), y.weights(filter));
    return new RgbImage(x.keep(), y.keep(), rgb);
  }

  private static RgbImage copy(RgbImage source, Axis x, Axis y) {
    if (x.keep() == source.width() && y.keep() == source.height()) {
      return source;
    }
    byte[] part = new byte[3 * x.keep() * y.keep()];
    for (int row = 0; row < y.keep(); row++) {
      int from = ((y.start() + y.keepFrom() + row) * source.width() + x.start() + x.keepFrom()) * 3;
      System.arraycopy(source.rgb(), from, part, row * 3 * x.keep(), 3 * x.keep());
    }
    return new RgbImage(x.keep(), y.keep(), part);
  }

  private static int requireSide(String name, int pixels) {
    if (pixels < 1 || pixels > MAX_SIDE) {
      throw new IllegalArgumentException(
          "%s is %d pixels: must be 1..%d".formatted(name, pixels, MAX_SIDE));
    }
    return pixels;
  }

  private static void requireInside(RgbImage source, int left, int top, int width, int height) {
    if (left < 0
        || top < 0
        || width < 1
        || height < 1
        || width > source.width() - left
        || height > source.height() - top) {
      throw new IllegalArgumentException(
          "part of %d x %d pixels at left %d, top %d: must not be empty and lie inside the picture of %d x %d"
              .formatted(width, height, left, top, source.width(), source.height()));
    }
  }
}
