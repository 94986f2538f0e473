package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.github.blemore.MediaException;
import io.github.blemore.ModelException;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

/**
 * One track of a file in the making: an encoder, and the stream its packets go to. The encoder runs
 * on one thread, so that the same frames give the same bytes. For one thread at a time.
 */
final class Track {

  private final AVFormatContext file;
  private final String name;
  private final AVCodecContext encoder;
  private final AVPacket packet;
  private final AVStream stream;
  private long duration = 1;

  /**
   * Opens an encoder and adds its stream to the file.
   *
   * @param scope owns what is allocated
   * @param name libav's, of the encoder
   * @param settings of the encoder
   */
  Track(AVFormatContext file, NativeScope scope, String name, Consumer<AVCodecContext> settings) {
    this.file = file;
    this.name = name;
    AVCodec codec = avcodec_find_encoder_by_name(name);
    if (codec == null) {
      throw new ModelException(
          "this libav has no encoder %s: put the org.bytedeco:ffmpeg that this build names on the class path"
              .formatted(name));
    }
    encoder = scope.own(avcodec_alloc_context3(codec), name, avcodec::avcodec_free_context);
    packet = scope.own(av_packet_alloc(), "a packet", avcodec::av_packet_free);
    settings.accept(encoder);
    encoder.thread_count(1);
    encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT);
    Natives.check(avcodec_open2(encoder, codec, (AVDictionary) null), "opening " + name);
    stream = addStream();
  }

  private AVStream addStream() {
    AVStream added = avformat_new_stream(file, null);
    if (added == null) {
      throw new MediaException("no native memory for the stream of " + name);
    }
    Natives.check(avcodec_parameters_from_context(added.codecpar(), encoder), "adding a stream");
    return added.time_base(encoder.time_base());
  }

  /** Samples of sound in a frame, as the encoder wants them. */
  int frameSize() {
    return encoder.frame_size();
  }

  /**
   * Encodes a frame.
   *
   * @param time of its start, in units of the encoder's time base
   * @param duration in the same units
   */
  void encode(AVFrame frame, long time, long duration) {
    this.duration = duration;
    frame.pts(time);
    send(frame);
  }

  /** Writes what the encoder still holds. */
  void finish() {
    send(null);
  }

  /** OpenH264, which gives a packet for each picture at once, does not say how long it is. */
  private void send(@Nullable AVFrame next) {
    Natives.check(avcodec_send_frame(encoder, next), "encoding by " + name);
    int result = avcodec_receive_packet(encoder, packet);
    while (result >= 0) {
      if (packet.duration() == 0) {
        packet.duration(duration);
      }
      av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      packet.stream_index(stream.index());
      Natives.check(av_interleaved_write_frame(file, packet), "writing a packet");
      result = avcodec_receive_packet(encoder, packet);
    }
    if (result != AVERROR_EAGAIN() && result != AVERROR_EOF) {
      Natives.check(result, "encoding by " + name);
    }
  }
}
