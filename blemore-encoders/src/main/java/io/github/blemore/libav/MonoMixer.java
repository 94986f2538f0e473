package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S64;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decoded sound to the mean of its channels, float32, full scale -1..1. (libav's own way to mono
 * weighs channels by their place: louder by 3 dB for stereo.)
 */
final class MonoMixer {

  private MonoMixer() {}

  /**
   * Mixes a frame.
   *
   * @return float32 {@code [samples]}
   */
  static float[] mix(AVFrame frame) {
    int samples = frame.nb_samples();
    int channels = frame.ch_layout().nb_channels();
    boolean planar = av_sample_fmt_is_planar(frame.format()) != 0;
    int format = av_get_packed_sample_fmt(frame.format());
    float[] sum = new float[samples];
    for (int channel = 0; channel < channels; channel++) {
      if (planar) {
        add(plane(frame, channel, samples), format, 0, 1, sum);
      } else {
        add(plane(frame, 0, samples * channels), format, channel, channels, sum);
      }
    }
    if (channels > 1) {
      for (int i = 0; i < samples; i++) {
        sum[i] /= channels;
      }
    }
    return sum;
  }

  private static ByteBuffer plane(AVFrame frame, int plane, int samples) {
    long bytes = (long) samples * av_get_bytes_per_sample(frame.format());
    return frame.extended_data(plane).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  private static void add(ByteBuffer data, int format, int first, int step, float[] sum) {
    int at = first;
    for (int i = 0; i < sum.length; i++, at += step) {
      sum[i] += sample(data, format, at);
    }
  }

  private static float sample(ByteBuffer data, int format, int at) {
    if (format == AV_SAMPLE_FMT_FLT) {
      return data.getFloat(at * 4);
    } else if (format == AV_SAMPLE_FMT_S16) {
      return data.getShort(at * 2) / 0x1p15f;
    } else if (format == AV_SAMPLE_FMT_S32) {
      return data.getInt(at * 4) / 0x1p31f;
    } else if (format == AV_SAMPLE_FMT_U8) {
      return ((data.get(at) & 0xff) - 128) / 0x1p7f;
    } else if (format == AV_SAMPLE_FMT_DBL) {
      return (float) data.getDouble(at * 8);
    } else if (format == AV_SAMPLE_FMT_S64) {
      return data.getLong(at * 8) / 0x1p63f;
    }
    throw new IllegalStateException(
        "libav's sample format %d is newer than this library".formatted(format));
  }
}
