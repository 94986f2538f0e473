package io.github.blemore.libav;

import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;

import java.util.Objects;
import java.util.OptionalInt;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Pictures and sound to the bytes of a .mov or .mp4 file: H.264 by OpenH264 and AAC. The file is
 * made in memory, so that whoever saves it can say what is wrong with the disk. The same input
 * gives the same bytes: no time of creation, one thread.
 *
 * <p>For one thread at a time.
 */
public final class MovieEncoder implements AutoCloseable {

  private final NativeScope scope = new NativeScope();
  private final MovieForm form;
  private final AVFormatContext file;
  private final PictureTrack pictures;
  private final @Nullable SoundTrack sound;
  private boolean ended;

  private MovieEncoder(MovieForm form) {
    this.form = form;
    Natives.load();
    try {
      file = openFile();
      pictures = new PictureTrack(file, scope, form);
      sound =
          form.sampleRate().isPresent()
              ? new SoundTrack(file, scope, form.sampleRate().getAsInt())
              : null;
      Natives.check(avformat_write_header(file, (AVDictionary) null), "writing the header");
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  /**
   * Starts a file.
   *
   * @param container its kind
   * @param width of the pictures in pixels, even, at least 2
   * @param height of the pictures in pixels, even, at least 2
   * @throws IllegalArgumentException if a side is odd, or less than 2
   */
  public static Builder builder(MovieContainer container, int width, int height) {
    return new Builder(container, width, height);
  }

  private AVFormatContext openFile() {
    String format = form.container().format();
    String what = "a ." + format;
    AVFormatContext opened = new AVFormatContext(null);
    Natives.check(
        avformat_alloc_output_context2(opened, null, format, (String) null), "opening " + what);
    scope.own(opened, what, avformat::avformat_free_context);
    if (!form.comment().isEmpty()) {
      AVDictionary metadata = new AVDictionary(null);
      Natives.check(av_dict_set(metadata, "comment", form.comment(), 0), "adding a comment");
      opened.metadata(metadata);
    }
    AVIOContext memory = new AVIOContext(null);
    Natives.check(avio_open_dyn_buf(memory), "opening " + what);
    opened.pb(scope.own(memory, what, open -> takeBytes(opened)));
    return opened;
  }

  /**
   * Adds all of the sound, once.
   *
   * @param samples float32 {@code [samples]} at the rate the file was started with, full scale is
   *     -1..1
   * @throws IllegalStateException if the file was started without sound, or is finished or closed
   */
  public void sound(float[] samples) {
    requireOpen();
    if (sound == null) {
      throw new IllegalStateException("the file has no sound: ask the builder for it");
    }
    sound.write(samples);
  }

  /**
   * Adds the next picture.
   *
   * @param pixels {@code [height * width]}, each 0xRRGGBB
   * @param time when it is shown, in ticks: later than the one before
   * @param duration how long, in ticks; what follows it may say otherwise
   * @throws IllegalArgumentException if it has another number of pixels than the file's pictures
   * @throws IllegalStateException if the file is finished or closed
   * @throws io.github.blemore.MediaException if it cannot be encoded
   */
  public void picture(int[] pixels, long time, long duration) {
    requireOpen();
    if (pixels.length != form.width() * form.height()) {
      throw new IllegalArgumentException(
          "picture of %d pixels: must be %d x %d"
              .formatted(pixels.length, form.width(), form.height()));
    }
    pictures.add(pixels, time, duration);
  }

  /**
   * The whole file; nothing can be added afterwards.
   *
   * @throws IllegalStateException if it is finished or closed
   */
  public byte[] finish() {
    requireOpen();
    ended = true;
    pictures.finish();
    Natives.check(av_write_trailer(file), "writing the index");
    return takeBytes(file);
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("the movie is finished or closed: start another");
    }
  }

  /** Empty the second time. */
  private static byte[] takeBytes(AVFormatContext file) {
    AVIOContext memory = file.pb();
    if (memory == null) {
      return new byte[0];
    }
    file.pb(null);
    BytePointer start = new BytePointer((BytePointer) null);
    byte[] bytes = new byte[avio_close_dyn_buf(memory, start)];
    start.get(bytes);
    av_free(start);
    return bytes;
  }

  /** Frees what the encoder holds; a second call does nothing. */
  @Override
  public void close() {
    ended = true;
    scope.close();
  }

  /** Collects what is asked for; an option set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private static final double DEFAULT_RATE = 25;
    private static final double MAX_RATE = 1000;
    private static final int DEFAULT_BITS = 800_000;

    private final MovieContainer container;
    private final int width;
    private final int height;
    private @Nullable Double framesPerSecond;
    private @Nullable Integer ticksPerSecond;
    private @Nullable Integer bitsPerSecond;
    private @Nullable Integer sampleRate;
    private @Nullable String comment;

    private Builder(MovieContainer container, int width, int height) {
      this.container = container;
      this.width = even("width", width);
      this.height = even("height", height);
    }

    private static int even(String side, int pixels) {
      if (pixels < 2 || pixels % 2 != 0) {
        throw new IllegalArgumentException(
            "%s of the movie is %d pixels: must be even, at least 2".formatted(side, pixels));
      }
      return pixels;
    }

    /** About how many pictures a second has, for the encoder to plan with; default 25. */
    public Builder framesPerSecond(double rate) {
      requireUnset("framesPerSecond", framesPerSecond);
      if (!(rate > 0 && rate <= MAX_RATE)) {
        throw new IllegalArgumentException(
            "framesPerSecond is %s: must be above 0, at most %.0f".formatted(rate, MAX_RATE));
      }
      this.framesPerSecond = rate;
      return this;
    }

    /** What the times of pictures count; default 25 in a second. */
    public Builder ticksPerSecond(int ticks) {
      requireUnset("ticksPerSecond", ticksPerSecond);
      this.ticksPerSecond = positive("ticksPerSecond", ticks);
      return this;
    }

    /** How large the pictures may become; default 800,000 bits a second. */
    public Builder bitsPerSecond(int bits) {
      requireUnset("bitsPerSecond", bitsPerSecond);
      this.bitsPerSecond = positive("bitsPerSecond", bits);
      return this;
    }

    /** Adds a sound track of this rate in Hz; default none. */
    public Builder sound(int hertz) {
      requireUnset("sound", sampleRate);
      this.sampleRate = positive("sample rate", hertz);
      return this;
    }

    /** For whoever looks at the file's properties; default none. */
    public Builder comment(String text) {
      requireUnset("comment", comment);
      this.comment = text;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of the movie is set twice: %s".formatted(option, value));
      }
    }

    private static int positive(String option, int value) {
      if (value < 1) {
        throw new IllegalArgumentException("%s is %d: must be at least 1".formatted(option, value));
      }
      return value;
    }

    /**
     * Opens the encoders and writes the file's head.
     *
     * @throws io.github.blemore.ModelException if libav is missing or lacks an encoder
     * @throws io.github.blemore.MediaException if it cannot encode these
     */
    public MovieEncoder build() {
      return new MovieEncoder(
          new MovieForm(
              container,
              width,
              height,
              Objects.requireNonNullElse(framesPerSecond, DEFAULT_RATE),
              Objects.requireNonNullElse(ticksPerSecond, (int) DEFAULT_RATE),
              Objects.requireNonNullElse(bitsPerSecond, DEFAULT_BITS),
              sampleRate == null ? OptionalInt.empty() : OptionalInt.of(sampleRate),
              Objects.requireNonNullElse(comment, "")));
    }
  }
}
