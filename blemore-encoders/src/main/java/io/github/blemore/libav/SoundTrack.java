package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/** The sound of a file in the making: AAC, mono. For one thread at a time. */
final class SoundTrack {

  private static final int BITS_PER_SECOND = 96_000;

  private final Track track;
  private final AVFrame frame;

  SoundTrack(AVFormatContext file, NativeScope scope, int sampleRate) {
    track = new Track(file, scope, "aac", encoder -> configure(encoder, sampleRate));
    frame = scope.own(av_frame_alloc(), "sound", avutil::av_frame_free);
    frame.nb_samples(track.frameSize()).format(AV_SAMPLE_FMT_FLTP);
    frame.sample_rate(sampleRate);
    av_channel_layout_default(frame.ch_layout(), 1);
    Natives.check(av_frame_get_buffer(frame, 0), "allocating sound");
  }

  private static void configure(AVCodecContext encoder, int sampleRate) {
    encoder.sample_rate(sampleRate).sample_fmt(AV_SAMPLE_FMT_FLTP);
    encoder.bit_rate(BITS_PER_SECOND).time_base(av_make_q(1, sampleRate));
    av_channel_layout_default(encoder.ch_layout(), 1);
    // Five times as fast as the default search, which is for fewer bits than these.
    Natives.check(av_opt_set(encoder.priv_data(), "aac_coder", "fast", 0), "setting aac_coder");
  }

  /** Writes all of the sound: float32 {@code [samples]}, full scale is -1..1. */
  void write(float[] samples) {
    int size = track.frameSize();
    for (int from = 0; from < samples.length; from += size) {
      int length = Math.min(size, samples.length - from);
      frame.nb_samples(length);
      Natives.check(av_frame_make_writable(frame), "allocating sound");
      frame
          .data(0)
          .capacity((long) length * Float.BYTES)
          .asByteBuffer()
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer()
          .put(samples, from, length);
      track.encode(frame, from, length);
    }
    track.finish();
  }
}
