package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

/** How long a stream of pictures is. */
final class PictureDuration {

  /** Matroska's statistics tag, written by libav and mkvmerge: 00:00:04.000000000. */
  private static final Pattern TAG = Pattern.compile("(\\d+):(\\d\\d):(\\d\\d(?:\\.\\d+)?)");

  private PictureDuration() {}

  /** What the file says of the stream, or else of the whole clip; in seconds. */
  static OptionalDouble said(MediaFile file, int index) {
    AVStream stream = file.stream(index);
    double tick = av_q2d(stream.time_base());
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      return OptionalDouble.of(stream.duration() * tick);
    }
    AVDictionaryEntry tag = av_dict_get(stream.metadata(), "DURATION", null, 0);
    if (tag != null) {
      Matcher time = TAG.matcher(Natives.string(tag.value()));
      if (time.matches()) {
        return OptionalDouble.of(
            Integer.parseInt(time.group(1)) * 3600.0
                + Integer.parseInt(time.group(2)) * 60.0
                + Double.parseDouble(time.group(3)));
      }
    }
    return file.secondsAfter(
        stream.start_time() == AV_NOPTS_VALUE ? 0 : stream.start_time() * tick);
  }

  /** What the packets' times say, without decoding any; in seconds, 0 if they have none. */
  static double scan(Path path, int index) {
    AVPacket packet = av_packet_alloc();
    try (MediaFile file = MediaFile.open(path)) {
      file.ignoreAllBut(OptionalInt.of(index), OptionalInt.empty());
      AVStream stream = file.stream(index);
      double rate = av_q2d(stream.avg_frame_rate());
      double tick = av_q2d(stream.time_base());
      long usual = rate > 0 ? Math.round(1 / (rate * tick)) : 0;
      long first = Long.MAX_VALUE;
      long end = Long.MIN_VALUE;
      while (file.read(packet)) {
        Interruption.check();
        long time = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (packet.stream_index() == index && time != AV_NOPTS_VALUE) {
          first = Math.min(first, time);
          end = Math.max(end, time + (packet.duration() > 0 ? packet.duration() : usual));
        }
      }
      return first > end ? 0 : (end - first) * tick;
    } finally {
      av_packet_free(packet);
    }
  }
}
