package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;

import io.github.blemore.image.RgbImage;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decoded frames to pictures as they are seen: RGB, turned upright. Pixels are taken as square and
 * as progressive, as the models' own readers do. For one thread at a time.
 */
final class FrameConverter implements AutoCloseable {

  /** A multiple of every chroma grid, wide enough that no pixel outside has an influence. */
  private static final int PADDING = 16;

  /** Formats have at least one chroma sample for so many pixels of a row or column. */
  private static final int CHROMA_GRID = 4;

  private static final int BAND = 32;

  private final Orientation streamOrientation;
  private final PlanarScaler full = new PlanarScaler(SWS_BILINEAR);
  private final PlanarScaler small = new PlanarScaler(SWS_AREA);

  /** For frames of a stream that lies so. */
  FrameConverter(Orientation streamOrientation) {
    this.streamOrientation = streamOrientation;
  }

  /** Width as seen. */
  int width(AVFrame frame) {
    return orientation(frame).width(frame.width(), frame.height());
  }

  /** Height as seen. */
  int height(AVFrame frame) {
    return orientation(frame).height(frame.width(), frame.height());
  }

  private Orientation orientation(AVFrame frame) {
    return Orientation.of(frame, streamOrientation);
  }

  /** All of the picture. */
  RgbImage whole(AVFrame frame) {
    return whole(frame, new Area(0, 0, width(frame), height(frame)));
  }

  /** All of the picture, of which only a part will be looked at; the rest is black. */
  RgbImage whole(AVFrame frame, Area seen) {
    int width = width(frame);
    int height = height(frame);
    byte[] rgb = new byte[bytes(width, height)];
    convert(frame, seen, rgb, width, seen.top() * width + seen.left());
    return new RgbImage(width, height, rgb);
  }

  /** A part of the picture as seen: what the same part of {@link #whole} holds, for less work. */
  RgbImage part(AVFrame frame, Area seen) {
    byte[] rgb = new byte[bytes(seen.width(), seen.height())];
    convert(frame, seen, rgb, seen.width(), 0);
    return new RgbImage(seen.width(), seen.height(), rgb);
  }

  /** All of the picture, made smaller if its longer side is above this many pixels. */
  RgbImage atMost(AVFrame frame, int longerSide) {
    double scale = Math.min(1, longerSide / (double) Math.max(frame.width(), frame.height()));
    int width = (int) Math.max(1, Math.round(frame.width() * scale));
    int height = (int) Math.max(1, Math.round(frame.height() * scale));
    return scaled(frame, width, height);
  }

  /**
   * All of the picture in another size.
   *
   * @param seenWidth of the result in pixels
   * @param seenHeight of the result in pixels
   */
  RgbImage sized(AVFrame frame, int seenWidth, int seenHeight) {
    Orientation orientation = orientation(frame);
    return scaled(
        frame, orientation.width(seenWidth, seenHeight), orientation.height(seenWidth, seenHeight));
  }

  /** Scales before it turns: the size is that of the picture as decoded. */
  private RgbImage scaled(AVFrame frame, int width, int height) {
    Orientation orientation = orientation(frame);
    int seenWidth = orientation.width(width, height);
    byte[] rgb = new byte[bytes(width, height)];
    AVFrame planes = small.scale(frame, width, height);
    pack(planes, new Area(0, 0, width, height), orientation, rgb, seenWidth, 0);
    return new RgbImage(seenWidth, orientation.height(width, height), rgb);
  }

  private static int bytes(int width, int height) {
    return Math.multiplyExact(Math.multiplyExact(width, height), 3);
  }

  /**
   * Converts a part of the picture as seen.
   *
   * @param rgb where to
   * @param rgbWidth pixels in a row of it
   * @param first which of its pixels the part's first is
   */
  private void convert(AVFrame frame, Area seen, byte[] rgb, int rgbWidth, int first) {
    int width = frame.width();
    int height = frame.height();
    Orientation orientation = orientation(frame);
    Area wanted = orientation.decoded(seen, width, height);
    // Of an odd side, swscale spreads the last, half-used chroma sample over all of it.
    boolean divisible = width % CHROMA_GRID == 0 && height % CHROMA_GRID == 0;
    Area taken = divisible ? wanted.padded(PADDING, width, height) : new Area(0, 0, width, height);
    AVFrame cropped = av_frame_clone(frame);
    try {
      cropped.crop_left(taken.left());
      cropped.crop_top(taken.top());
      cropped.crop_right(width - taken.left() - taken.width());
      cropped.crop_bottom(height - taken.top() - taken.height());
      boolean refused = av_frame_apply_cropping(cropped, AV_FRAME_CROP_UNALIGNED) < 0;
      if (refused || cropped.width() != taken.width() || cropped.height() != taken.height()) {
        // A format of less than a byte for each pixel is left as it is, or cropped on two sides.
        pack(full.scale(frame, width, height), wanted, orientation, rgb, rgbWidth, first);
      } else {
        Area inside =
            new Area(
                wanted.left() - taken.left(),
                wanted.top() - taken.top(),
                wanted.width(),
                wanted.height());
        AVFrame planes = full.scale(cropped, taken.width(), taken.height());
        pack(planes, inside, orientation, rgb, rgbWidth, first);
      }
    } finally {
      av_frame_free(cropped);
    }
  }

  /** Interleaves the planes' bytes, turning the picture on the way. */
  private static void pack(
      AVFrame planes, Area area, Orientation orientation, byte[] rgb, int rgbWidth, int first) {
    int width = area.width();
    int height = area.height();
    int alongColumns = orientation.swap() ? rgbWidth * 3 : 3;
    int alongRows = orientation.swap() ? 3 : rgbWidth * 3;
    int start = first * 3;
    if (orientation.flipX()) {
      start += (width - 1) * alongColumns;
      alongColumns = -alongColumns;
    }
    if (orientation.flipY()) {
      start += (height - 1) * alongRows;
      alongRows = -alongRows;
    }
    byte[][] band = new byte[3][BAND * width];
    for (int row = 0; row < height; row += BAND) {
      int rows = Math.min(BAND, height - row);
      for (int color = 0; color < 3; color++) {
        readRows(planes, PLANE_OF_COLOR[color], area, row, rows, band[color]);
      }
      int bandStart = start + row * alongRows;
      if (orientation.swap()) {
        for (int column = 0; column < width; column++) {
          interleave(band, column, width, rows, rgb, bandStart + column * alongColumns, alongRows);
        }
      } else {
        for (int i = 0; i < rows; i++) {
          interleave(band, i * width, 1, width, rgb, bandStart + i * alongRows, alongColumns);
        }
      }
    }
  }

  /** GBRP keeps green, blue, red in this order. */
  private static final int[] PLANE_OF_COLOR = {2, 0, 1};

  private static void readRows(
      AVFrame planes, int plane, Area area, int row, int rows, byte[] target) {
    int stride = planes.linesize(plane);
    ByteBuffer bytes = planes.data(plane).capacity((long) stride * planes.height()).asByteBuffer();
    for (int i = 0; i < rows; i++) {
      bytes.get(
          (area.top() + row + i) * stride + area.left(), target, i * area.width(), area.width());
    }
  }

  private static void interleave(
      byte[][] band, int from, int fromStep, int count, byte[] rgb, int to, int toStep) {
    byte[] red = band[0];
    byte[] green = band[1];
    byte[] blue = band[2];
    int in = from;
    int out = to;
    for (int i = 0; i < count; i++) {
      rgb[out] = red[in];
      rgb[out + 1] = green[in];
      rgb[out + 2] = blue[in];
      in += fromStep;
      out += toStep;
    }
  }

  @Override
  public void close() {
    full.close();
    small.close();
  }
}
