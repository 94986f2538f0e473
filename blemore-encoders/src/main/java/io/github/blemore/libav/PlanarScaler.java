package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRP;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.github.blemore.MediaException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded frames of any pixel format to full-range red, green and blue planes of 8 bits. By planes,
 * because swscale is exact and fast only there: with accurate rounding and full chroma its packed
 * RGB takes ten times as long, without them it is one to two levels too dark.
 *
 * <p>The frame's own matrix and range are honored; where it names none, BT.601 and limited range
 * are taken, as the ffmpeg command line does. For one thread at a time.
 */
final class PlanarScaler implements AutoCloseable {

  private static final int NEUTRAL = 1 << 16;

  private final int filter;
  private final AVFrame planes = av_frame_alloc();
  private @Nullable SwsContext context;
  private @Nullable Settings settings;

  /**
   * A scaler.
   *
   * @param filter swscale's flag of the filter for sides that change
   */
  PlanarScaler(int filter) {
    this.filter = filter | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT;
  }

  /** What the tables inside the context are for. */
  private record Settings(
      int width, int height, int format, int matrix, int range, int toWidth, int toHeight) {}

  /**
   * Converts.
   *
   * @return planes in the order green, blue, red; good until the next call
   */
  AVFrame scale(AVFrame frame, int width, int height) {
    prepare(
        new Settings(
            frame.width(),
            frame.height(),
            frame.format(),
            frame.colorspace(),
            frame.color_range(),
            width,
            height));
    int rows =
        sws_scale(
            context,
            frame.data(),
            frame.linesize(),
            0,
            frame.height(),
            planes.data(),
            planes.linesize());
    if (rows < 0) {
      throw unsupported(frame.format());
    }
    return planes;
  }

  private void prepare(Settings wanted) {
    if (wanted.equals(settings)) {
      return;
    }
    settings = null;
    context =
        sws_getCachedContext(
            context,
            wanted.width,
            wanted.height,
            wanted.format,
            wanted.toWidth,
            wanted.toHeight,
            AV_PIX_FMT_GBRP,
            filter,
            null,
            null,
            (DoublePointer) null);
    if (context == null) {
      throw unsupported(wanted.format);
    }
    IntPointer matrix = sws_getCoefficients(wanted.matrix);
    sws_setColorspaceDetails(
        context, matrix, fullRange(wanted) ? 1 : 0, matrix, 1, 0, NEUTRAL, NEUTRAL);
    if (planes.width() != wanted.toWidth || planes.height() != wanted.toHeight) {
      av_frame_unref(planes);
      planes.format(AV_PIX_FMT_GBRP);
      planes.width(wanted.toWidth);
      planes.height(wanted.toHeight);
      int error = av_frame_get_buffer(planes, 0);
      if (error < 0) {
        throw new OutOfMemoryError(
            "no native memory for a picture of %d x %d pixels: %s"
                .formatted(wanted.toWidth, wanted.toHeight, Natives.describe(error)));
      }
    }
    settings = wanted;
  }

  private static boolean fullRange(Settings wanted) {
    return wanted.range == AVCOL_RANGE_UNSPECIFIED
        ? name(wanted.format).startsWith("yuvj")
        : wanted.range == AVCOL_RANGE_JPEG;
  }

  private static MediaException unsupported(int format) {
    return new MediaException(
        "pictures of pixel format %s cannot be converted to RGB: convert the clip to yuv420p"
            .formatted(name(format)));
  }

  private static String name(int format) {
    return Natives.string(av_get_pix_fmt_name(format));
  }

  @Override
  public void close() {
    av_frame_free(planes);
    if (context != null) {
      sws_freeContext(context);
      context = null;
    }
  }
}
