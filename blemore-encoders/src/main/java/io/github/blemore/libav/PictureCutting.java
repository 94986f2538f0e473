package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.github.blemore.MediaException;
import io.github.blemore.image.RgbImage;
import io.github.blemore.libav.StreamDecoder.UndecodableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** The pictures of one cut: decoded from the beginning, those of the stretch encoded. Used once. */
final class PictureCutting implements AutoCloseable {

  /** Fine enough for any camera's frame times, and the usual unit of MPEG. */
  private static final int TICKS = 90_000;

  private static final int BITS_PER_SECOND = 1_000_000;
  private static final double USUAL_RATE = 25;

  /** What OpenH264 plans for; above, it takes pictures as they come all the same. */
  private static final double MAX_RATE = 60;

  private final Path path;
  private final CutForm form;
  private final StreamDecoder decoder;
  private final FrameConverter converter;
  private final FrameClock clock;
  private final double rate;
  private final AVFrame current;
  private @Nullable MovieEncoder encoder;
  private int width;
  private int height;
  private int seen;
  private int frames;
  private long lastTime = -1;
  private long lastEnd;
  private boolean done;

  /** When the current frame begins, in seconds from the first. */
  private double currentBegin;

  private PictureCutting(Path path, CutForm form, MediaFile file, int stream)
      throws UndecodableException {
    this.path = path;
    this.form = form;
    double said = file.frameRate(stream);
    this.rate = said > 0 ? said : USUAL_RATE;
    this.decoder = StreamDecoder.open(file.stream(stream), 1);
    this.converter = new FrameConverter(Orientation.of(file.stream(stream)));
    this.clock = new FrameClock(decoder.tick(), 1 / rate);
    this.current = av_frame_alloc();
  }

  /** Cuts the pictures out of a file. */
  static ClipCut cut(Path path, CutForm form) {
    try (MediaFile file = MediaFile.open(path)) {
      OptionalInt video = file.video();
      if (video.isEmpty()) {
        return ClipCut.missing("no video stream");
      }
      file.ignoreAllBut(video, OptionalInt.empty());
      try (PictureCutting cutting = new PictureCutting(path, form, file, video.getAsInt())) {
        return cutting.run(file, video.getAsInt());
      } catch (UndecodableException e) {
        return ClipCut.missing("picture cannot be decoded: " + e.getMessage());
      }
    }
  }

  private ClipCut run(MediaFile file, int stream) {
    AVPacket packet = av_packet_alloc();
    try {
      while (!done && file.read(packet)) {
        Interruption.check();
        if (packet.stream_index() == stream) {
          decoder.decode(packet, this::next);
        }
      }
    } finally {
      av_packet_free(packet);
    }
    if (!done) {
      decoder.decode(null, this::next);
    }
    double clipEnd = clock.begin() + clock.interval();
    if (!done && seen > 0) {
      show(clipEnd);
    }
    return result(clipEnd, file.corrupt() > 0);
  }

  /** What is on screen is known when the next frame begins. */
  private boolean next(AVFrame frame) {
    clock.next(frame);
    if (seen > 0) {
      show(clock.begin());
    }
    seen++;
    av_frame_unref(current);
    av_frame_move_ref(current, frame);
    done = clock.begin() >= form.end() - decoder.tick() / 2;
    return !done;
  }

  /** Encodes the current frame, if it is on screen in the stretch. */
  private void show(double end) {
    long from = Math.max(ticks(currentBegin), 0);
    long to = ticks(Math.min(end, form.end()));
    currentBegin = end;
    if (to <= from || from <= lastTime) {
      return;
    }
    int[] pixels = pixels();
    try {
      encoder().picture(pixels, from, to - from);
    } catch (MediaException e) {
      throw new MediaException(
          "cannot cut %s to pictures of %d x %d pixels: %s; convert the clip to another size"
              .formatted(path, width, height, e.getMessage()),
          e);
    }
    lastTime = from;
    lastEnd = to;
    frames++;
  }

  private long ticks(double seconds) {
    return Math.round((seconds - form.start()) * TICKS);
  }

  private int[] pixels() {
    if (encoder == null) {
      size();
    }
    RgbImage picture = converter.sized(current, width, height);
    byte[] rgb = picture.rgb();
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
    }
    return pixels;
  }

  /** The first picture's size is that of the file; H.264's colors come in squares of four. */
  private void size() {
    int seenWidth = converter.width(current);
    int seenHeight = converter.height(current);
    double scale = Math.min(1, form.shorterSide() / (double) Math.min(seenWidth, seenHeight));
    width = even(seenWidth * scale);
    height = even(seenHeight * scale);
  }

  private static int even(double side) {
    return (int) Math.max(2, 2 * Math.round(side / 2));
  }

  private MovieEncoder encoder() {
    MovieEncoder opened = encoder;
    if (opened == null) {
      opened =
          MovieEncoder.builder(MovieContainer.MP4, width, height)
              .framesPerSecond(Math.min(rate, MAX_RATE))
              .ticksPerSecond(TICKS)
              .bitsPerSecond(BITS_PER_SECOND)
              .build();
      encoder = opened;
    }
    return opened;
  }

  private ClipCut result(double clipEnd, boolean brokenOff) {
    if (seen == 0) {
      return ClipCut.missing("video stream without decodable frames");
    }
    if (encoder == null) {
      return ClipCut.missing(
          text("picture ends at %.2f s, the cut begins at %.2f s", clipEnd, form.start()));
    }
    List<String> notes = new ArrayList<>();
    if (brokenOff) {
      notes.add("the file breaks off: what follows cannot be read");
    }
    if (decoder.corrupt() > 0) {
      notes.add(PictureReading.counted(decoder.corrupt(), "damaged picture packet"));
    }
    if (!done && clipEnd < form.end() - clock.interval()) {
      notes.add(text("picture ends at %.2f s, the cut would end at %.2f s", clipEnd, form.end()));
    }
    return ClipCut.of(encoder.finish(), frames, lastEnd / (double) TICKS, notes);
  }

  private static String text(String format, double one, double other) {
    return String.format(Locale.ROOT, format, one, other);
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
    }
    converter.close();
    decoder.close();
    av_frame_free(current);
  }
}
