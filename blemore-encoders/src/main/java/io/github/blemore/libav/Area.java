package io.github.blemore.libav;

import io.github.blemore.face.FaceBox;
import io.github.blemore.media.ImageFit;

/** A rectangle of whole pixels inside a picture. */
record Area(int left, int top, int width, int height) {

  /**
   * The square of {@link io.github.blemore.media.FrameRegion.Face} around a face.
   *
   * @param margin what is added on each side, as a share of the box's longer side
   * @param width of the picture
   * @param height of the picture
   */
  static Area aroundFace(FaceBox box, double margin, int width, int height) {
    double wanted = Math.max(box.width(), box.height()) * (1 + 2 * margin);
    int side = (int) Math.max(1, Math.min(Math.round(wanted), Math.min(width, height)));
    return new Area(
        inside(box.x() + box.width() / 2, side, width),
        inside(box.y() + box.height() / 2, side, height),
        side,
        side);
  }

  /** What of a picture its fitting looks at, and a little more. */
  static Area usedBy(ImageFit fit, int width, int height) {
    if (!(fit instanceof ImageFit.ShortestEdgeCrop crop)) {
      return new Area(0, 0, width, height);
    }
    double scale = Math.min(width, height) / (double) crop.shortestEdge();
    // The wider filter reaches two pixels of the larger scale; one more is for rounded sizes.
    int length = (int) Math.ceil(crop.size() * scale + 2 * (3 * Math.max(1, scale) + 2 * scale));
    int usedWidth = Math.min(width, length);
    int usedHeight = Math.min(height, length);
    return new Area((width - usedWidth) / 2, (height - usedHeight) / 2, usedWidth, usedHeight);
  }

  /** The smallest area that holds both. */
  Area union(Area other) {
    int l = Math.min(left, other.left);
    int t = Math.min(top, other.top);
    int r = Math.max(left + width, other.left + other.width);
    int b = Math.max(top + height, other.top + other.height);
    return new Area(l, t, r - l, b - t);
  }

  private static int inside(double center, int side, int length) {
    return (int) Math.max(0, Math.min(Math.round(center - side / 2.0), length - side));
  }

  /** The same with rows and columns exchanged. */
  Area transposed() {
    return new Area(/* left= */ top, /* top= */ left, /* width= */ height, /* height= */ width);
  }

  /** This and some pixels around it, on a grid of as many, where the picture has them. */
  Area padded(int pixels, int pictureWidth, int pictureHeight) {
    int l = Math.max(0, (left / pixels - 1) * pixels);
    int t = Math.max(0, (top / pixels - 1) * pixels);
    int r = Math.min(pictureWidth, ((left + width) / pixels + 2) * pixels);
    int b = Math.min(pictureHeight, ((top + height) / pixels + 2) * pixels);
    return new Area(l, t, r - l, b - t);
  }
}
