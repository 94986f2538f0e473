package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import io.github.blemore.MediaException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** An open file: its streams and its packets, one after the other. For one thread at a time. */
final class MediaFile implements AutoCloseable {

  private final AVFormatContext context;
  private int corrupt;

  private MediaFile(AVFormatContext context) {
    this.context = context;
  }

  /**
   * Opens a file and finds out what is in it.
   *
   * @throws MediaException if it is no media file
   */
  static MediaFile open(Path path) {
    FilePaths.requireReadable(path);
    AVFormatContext context = avformat_alloc_context();
    AVDictionary options = new AVDictionary(null);
    // A play list in a clip's name must not reach the network.
    av_dict_set(options, "protocol_whitelist", "file", 0);
    try (BytePointer url = new BytePointer(FilePaths.url(path))) {
      int error = avformat_open_input(context, url, null, options);
      if (error < 0) {
        throw FilePaths.notMedia(path, Natives.describe(error));
      }
    } finally {
      av_dict_free(options);
      options.close();
    }
    int error = avformat_find_stream_info(context, (PointerPointer<?>) null);
    MediaFile file = new MediaFile(context);
    if (error < 0) {
      file.close();
      throw FilePaths.notMedia(path, Natives.describe(error));
    }
    return file;
  }

  /** The stream of moving pictures; a cover picture is none. */
  OptionalInt video() {
    int best = best(AVMEDIA_TYPE_VIDEO);
    if (best >= 0 && !isCover(best)) {
      return OptionalInt.of(best);
    }
    for (int i = 0; i < context.nb_streams(); i++) {
      if (stream(i).codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && !isCover(i)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The stream of sound. */
  OptionalInt audio() {
    int best = best(AVMEDIA_TYPE_AUDIO);
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  private int best(int type) {
    return av_find_best_stream(context, type, -1, -1, (AVCodec) null, 0);
  }

  private boolean isCover(int stream) {
    return (stream(stream).disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  AVStream stream(int index) {
    return context.streams(index);
  }

  /** Libav's guess of how many frames of a stream a second has; 0 if it has none. */
  double frameRate(int index) {
    return av_q2d(av_guess_frame_rate(context, stream(index), null));
  }

  /** Leaves out the packets of a stream from now on. */
  void ignore(int stream) {
    stream(stream).discard(avcodec.AVDISCARD_ALL);
  }

  /** Leaves out the packets of all streams but these. */
  void ignoreAllBut(OptionalInt one, OptionalInt other) {
    for (int i = 0; i < context.nb_streams(); i++) {
      if (i != one.orElse(-1) && i != other.orElse(-1)) {
        ignore(i);
      }
    }
  }

  /**
   * Reads the next packet; the packet's last content is given back first.
   *
   * @return false at the end of the file
   */
  boolean read(AVPacket packet) {
    av_packet_unref(packet);
    int error = av_read_frame(context, packet);
    if (error < 0 && error != AVERROR_EOF) {
      corrupt++;
    }
    return error >= 0;
  }

  /** How many packets could not be read; reading ends at the first. */
  int corrupt() {
    return corrupt;
  }

  /**
   * How long the container says the clip goes on after a moment.
   *
   * @param start in seconds of the container's clock
   */
  OptionalDouble secondsAfter(double start) {
    boolean guessed = context.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_BITRATE;
    if (context.duration() == AV_NOPTS_VALUE || guessed) {
      return OptionalDouble.empty();
    }
    long begin = context.start_time() == AV_NOPTS_VALUE ? 0 : context.start_time();
    double seconds = (begin + context.duration()) / (double) AV_TIME_BASE - start;
    return seconds > 0 ? OptionalDouble.of(seconds) : OptionalDouble.empty();
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      avformat_close_input(context);
    }
  }
}
