package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.util.function.Predicate;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** One stream's packets in, its frames out. For one thread at a time. */
final class StreamDecoder implements AutoCloseable {

  /** Each of libav's decoding threads may report a broken frame of its own before a good one. */
  private static final int MAX_REFUSED = 64;

  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private final boolean progressive;
  private final double tick;
  private int corrupt;

  private StreamDecoder(AVCodecContext context, boolean progressive, double tick) {
    this.context = context;
    this.progressive = progressive;
    this.tick = tick;
  }

  /**
   * Opens the decoder of a stream.
   *
   * @param threads how many it may use
   * @throws UndecodableException if there is none, or it refuses
   */
  static StreamDecoder open(AVStream stream, int threads) throws UndecodableException {
    int id = stream.codecpar().codec_id();
    AVCodec codec = avcodec_find_decoder(id);
    String name = Natives.string(avcodec_get_name(id));
    if (codec == null) {
      throw new UndecodableException("this libav has no decoder for codec " + name);
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    int error = avcodec_parameters_to_context(context, stream.codecpar());
    if (error >= 0) {
      context.thread_count(threads);
      context.pkt_timebase(stream.time_base());
      error = avcodec_open2(context, codec, (PointerPointer<?>) null);
    }
    if (error < 0) {
      avcodec_free_context(context);
      throw new UndecodableException(
          "decoder for codec %s cannot be opened: %s".formatted(name, Natives.describe(error)));
    }
    boolean progressive = stream.codecpar().field_order() == AV_FIELD_PROGRESSIVE;
    return new StreamDecoder(context, progressive, av_q2d(stream.time_base()));
  }

  /** In seconds; what the stream's times are multiples of. */
  double tick() {
    return tick;
  }

  /** How many packets or frames were damaged. */
  int corrupt() {
    return corrupt;
  }

  /**
   * Whether the decoder can tell frames that no other frame is made from, and a packet is a frame:
   * of interlaced pictures it may be half of one, with a time of its own.
   */
  boolean knowsDroppable() {
    return context.codec_id() == AV_CODEC_ID_H264 && progressive;
  }

  /** How many frames at most precede one in the file and follow it on screen. */
  int reordered() {
    return context.has_b_frames();
  }

  /** Drops the frames of the next packets that no other frame is made from, or stops doing so. */
  void drop(boolean droppable) {
    context.skip_frame(droppable ? AVDISCARD_NONREF : AVDISCARD_DEFAULT);
  }

  /**
   * Decodes one packet.
   *
   * @param packet null ends the stream and brings the frames still held back
   * @param sink is given each frame, which it may take the content of; false if it wants no more
   */
  void decode(@Nullable AVPacket packet, Predicate<AVFrame> sink) {
    int sent = avcodec_send_packet(context, packet);
    if (sent < 0 && sent != AVERROR_EOF) {
      corrupt++;
    }
    int refused = 0;
    while (refused < MAX_REFUSED) {
      int received = avcodec_receive_frame(context, frame);
      if (received == AVERROR_EOF || received == AVERROR_EAGAIN()) {
        return;
      }
      if (received < 0) {
        corrupt++;
        refused++;
        continue;
      }
      if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
        corrupt++;
      }
      boolean more = sink.test(frame);
      av_frame_unref(frame);
      if (!more) {
        return;
      }
    }
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(context);
  }

  /** A stream that nothing can be had from; the message is the missing reason's end. */
  static final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1;

    UndecodableException(String message) {
      super(message);
    }
  }
}
