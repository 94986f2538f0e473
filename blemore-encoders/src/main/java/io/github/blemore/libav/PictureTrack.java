package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_0RGB32;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_d2q;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/**
 * The pictures of a file in the making: H.264 by OpenH264, 4:2:0, BT.601, limited range. For one
 * thread at a time.
 */
final class PictureTrack {

  /** The finest quantizer: finer ones would spend most bits and time on grain. */
  private static final int FINEST = 22;

  /** Of numerator and denominator of a frame rate: 30000/1001 is one. */
  private static final int FRACTION = 100_000;

  private final int width;
  private final int height;
  private final Track track;
  private final AVFrame rgb;
  private final AVFrame yuv;
  private final SwsContext converter;

  /** Of pictures of this form. */
  PictureTrack(AVFormatContext file, NativeScope scope, MovieForm form) {
    this.width = form.width();
    this.height = form.height();
    rgb = frame(scope, AV_PIX_FMT_0RGB32());
    yuv = frame(scope, AV_PIX_FMT_YUV420P);
    converter = scope.own(converter(), "conversion from RGB", swscale::sws_freeContext);
    track = new Track(file, scope, "libopenh264", encoder -> configure(encoder, form));
  }

  private AVFrame frame(NativeScope scope, int format) {
    AVFrame frame = scope.own(av_frame_alloc(), "a picture", avutil::av_frame_free);
    frame.width(width).height(height).format(format);
    Natives.check(av_frame_get_buffer(frame, 0), "allocating a picture");
    return frame;
  }

  private SwsContext converter() {
    return sws_getContext(
        width,
        height,
        AV_PIX_FMT_0RGB32(),
        width,
        height,
        AV_PIX_FMT_YUV420P,
        SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT,
        null,
        null,
        (DoublePointer) null);
  }

  private static void configure(AVCodecContext encoder, MovieForm form) {
    encoder.width(form.width()).height(form.height()).pix_fmt(AV_PIX_FMT_YUV420P);
    encoder.colorspace(AVCOL_SPC_SMPTE170M).color_range(AVCOL_RANGE_MPEG);
    encoder.time_base(av_make_q(1, form.ticksPerSecond()));
    encoder.framerate(av_d2q(form.framesPerSecond(), FRACTION));
    encoder.bit_rate(form.bitsPerSecond());
    encoder.gop_size((int) Math.max(1, Math.round(form.framesPerSecond())));
    encoder.qmin(FINEST);
  }

  /**
   * Appends a picture.
   *
   * @param pixels {@code [height * width]}, each 0xRRGGBB
   * @param time of its start, in ticks
   * @param duration in ticks
   */
  void add(int[] pixels, long time, long duration) {
    copy(pixels);
    Natives.check(av_frame_make_writable(yuv), "allocating a picture");
    int rows =
        sws_scale(converter, rgb.data(), rgb.linesize(), 0, height, yuv.data(), yuv.linesize());
    Natives.check(rows, "conversion from RGB");
    track.encode(yuv, time, duration);
  }

  private void copy(int[] pixels) {
    int stride = rgb.linesize(0) / Integer.BYTES;
    IntBuffer into =
        rgb.data(0)
            .capacity((long) stride * height * Integer.BYTES)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asIntBuffer();
    for (int row = 0; row < height; row++) {
      into.position(row * stride).put(pixels, row * width, width);
    }
  }

  /** Writes what the encoder still holds. */
  void finish() {
    track.finish();
  }
}
