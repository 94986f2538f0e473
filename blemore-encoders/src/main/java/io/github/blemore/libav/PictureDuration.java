package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avutil.AV_DICT_IGNORE_SUFFIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_cmp_q;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVIndexEntry;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

/** How long a stream of pictures is. */
final class PictureDuration {

  /** Matroska's tag, written by libav and mkvmerge: 00:00:04.000000000. */
  private static final Pattern TAG = Pattern.compile("(\\d+):(\\d\\d):(\\d\\d(?:\\.\\d+)?)");

  private PictureDuration() {}

  /**
   * What the file says of the stream, or else of the whole clip; in seconds. Empty if it says
   * nothing, or only the sum of decoding steps where that is not how long frames are on screen.
   */
  static OptionalDouble said(MediaFile file, int index) {
    AVStream stream = file.stream(index);
    double tick = av_q2d(stream.time_base());
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      return unevenlyReordered(stream) || editedInside(stream)
          ? OptionalDouble.empty()
          : OptionalDouble.of(stream.duration() * tick);
    }
    double start = stream.start_time() == AV_NOPTS_VALUE ? 0 : stream.start_time() * tick;
    AVDictionaryEntry tag = av_dict_get(stream.metadata(), "DURATION", null, 0);
    if (tag != null) {
      Matcher time = TAG.matcher(Natives.string(tag.value()));
      if (time.matches()) {
        double seconds =
            Integer.parseInt(time.group(1)) * 3600.0
                + Integer.parseInt(time.group(2)) * 60.0
                + Double.parseDouble(time.group(3));
        // libav writes when the stream ends; mkvmerge, which signs its tags, how long it is.
        boolean length =
            av_dict_get(stream.metadata(), "_STATISTICS_WRITING_APP", null, AV_DICT_IGNORE_SUFFIX)
                != null;
        double after = length ? seconds : seconds - start;
        return after > 0 ? OptionalDouble.of(after) : OptionalDouble.empty();
      }
    }
    return file.secondsAfter(start);
  }

  /**
   * Frames of unequal lengths that are decoded in another order than seen: what a file calls a
   * packet's length is the step to the next packet, not to the next frame.
   */
  private static boolean unevenlyReordered(AVStream stream) {
    return stream.codecpar().video_delay() > 0
        && av_cmp_q(stream.avg_frame_rate(), stream.r_frame_rate()) != 0;
  }

  /** Packets of an .mp4 or .mov whose frames an edit list cuts out. */
  private static boolean editedInside(AVStream stream) {
    int count = avformat_index_get_entries_count(stream);
    for (int i = 0; i < count; i++) {
      if ((avformat_index_get_entry(stream, i).flags() & AVIndexEntry.AVINDEX_DISCARD_FRAME) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * What the packets' times say, without decoding any; in seconds. If none has a time: as if each
   * were a frame of the usual length; 0 if there is none.
   *
   * @param usualInterval from one frame to the next, in seconds
   */
  static double scan(Path path, int index, double usualInterval) {
    AVPacket packet = av_packet_alloc();
    try (MediaFile file = MediaFile.open(path)) {
      file.ignoreAllBut(OptionalInt.of(index), OptionalInt.empty());
      AVStream stream = file.stream(index);
      double tick = av_q2d(stream.time_base());
      boolean lasting = !unevenlyReordered(stream);
      long usual = Math.round(usualInterval / tick);
      long first = Long.MAX_VALUE;
      long end = Long.MIN_VALUE;
      long packets = 0;
      while (file.read(packet)) {
        Interruption.check();
        if (packet.stream_index() != index || (packet.flags() & AV_PKT_FLAG_DISCARD) != 0) {
          continue;
        }
        packets++;
        long time = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (time != AV_NOPTS_VALUE) {
          first = Math.min(first, time);
          end =
              Math.max(end, time + (lasting && packet.duration() > 0 ? packet.duration() : usual));
        }
      }
      return first > end ? packets * usualInterval : (end - first) * tick;
    } finally {
      av_packet_free(packet);
    }
  }
}
