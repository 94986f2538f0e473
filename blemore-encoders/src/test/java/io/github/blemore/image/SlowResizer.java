package io.github.blemore.image;

import io.github.blemore.media.Interpolation;

/** Pillow's rules as one would write them down, one value at a time. */
final class SlowResizer {

  private SlowResizer() {}

  static RgbImage resize(RgbImage source, int width, int height, Interpolation filter) {
    RgbImage turned = turn(rows(source, width, filter));
    return turn(rows(turned, height, filter));
  }

  private static RgbImage rows(RgbImage source, int width, Interpolation filter) {
    if (width == source.width()) {
      return source;
    }
    byte[] rgb = new byte[3 * width * source.height()];
    for (int y = 0; y < source.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[(y * width + x) * 3 + c] = value(source, x, y, c, width, filter);
        }
      }
    }
    return new RgbImage(width, source.height(), rgb);
  }

  private static byte value(
      RgbImage source, int x, int y, int channel, int width, Interpolation filter) {
    double scale = (double) source.width() / width;
    double f = Math.max(scale, 1);
    double support = filter == Interpolation.BILINEAR ? f : 2 * f;
    double center = (x + 0.5) * scale;
    int low = Math.max((int) (center - support + 0.5), 0);
    int high = Math.min((int) (center + support + 0.5), source.width());
    double total = 0;
    for (int j = low; j < high; j++) {
      total += kernel((j - center + 0.5) * (1 / f), filter);
    }
    long sum = 1 << 21;
    for (int j = low; j < high; j++) {
      double weight = kernel((j - center + 0.5) * (1 / f), filter) / total * (1 << 22);
      long rounded = (long) (Math.signum(weight) * Math.floor(Math.abs(weight) + 0.5));
      sum += rounded * (source.rgb()[(y * source.width() + j) * 3 + channel] & 0xff);
    }
    return (byte) Math.max(0, Math.min(255, sum >> 22));
  }

  private static double kernel(double signed, Interpolation filter) {
    double x = Math.abs(signed);
    if (filter == Interpolation.BILINEAR) {
      return Math.max(0, 1 - x);
    }
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
  }

  private static RgbImage turn(RgbImage source) {
    byte[] rgb = new byte[source.rgb().length];
    for (int y = 0; y < source.height(); y++) {
      for (int x = 0; x < source.width(); x++) {
        for (int c = 0; c < 3; c++) {
          rgb[(x * source.height() + y) * 3 + c] = source.rgb()[(y * source.width() + x) * 3 + c];
        }
      }
    }
    return new RgbImage(source.height(), source.width(), rgb);
  }
}
