package io.github.blemore.media;

import io.github.blemore.Clip;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One encoder's view of one clip: the frames and the sound it asked for, or why they are not there.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class ClipMedia {

  private final Clip clip;
  private final MediaSpan span;
  private final @Nullable Frames frames;
  private final @Nullable Sound sound;
  private final @Nullable String missing;
  private final List<String> notes;

  private ClipMedia(Builder builder) {
    this.clip = builder.clip;
    this.span = builder.span;
    this.frames = builder.frames;
    this.sound = builder.sound;
    this.missing = builder.missing;
    this.notes = builder.notes == null ? List.of() : List.copyOf(builder.notes);
  }

  /**
   * Starts a view.
   *
   * @param clip whose media
   * @param span the stretch that was looked at
   */
  public static Builder builder(Clip clip, MediaSpan span) {
    return new Builder(clip, span);
  }

  /** A view for an encoder that {@linkplain MediaNeeds#none() needs nothing}. */
  public static ClipMedia ofNothing(Clip clip) {
    return new ClipMedia(builder(clip, new MediaSpan(0, 0)));
  }

  /** Whose media. */
  public Clip clip() {
    return clip;
  }

  /** The stretch of the clip this is from. */
  public MediaSpan span() {
    return span;
  }

  /** The frames; empty if none were asked for or they are missing. */
  public Optional<Frames> frames() {
    return Optional.ofNullable(frames);
  }

  /** The sound; empty if none was asked for or it is missing. */
  public Optional<Sound> sound() {
    return Optional.ofNullable(sound);
  }

  /**
   * Why something asked for is not there, such as {@code no video stream}, {@code no audio stream}
   * or {@code no face found in 16 frames}; empty if all is there.
   */
  public Optional<String> missingReason() {
    return Optional.ofNullable(missing);
  }

  /** What a reader of the result should know, such as that the file is truncated. */
  public List<String> notes() {
    return notes;
  }

  /** Collects the parts; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private final Clip clip;
    private final MediaSpan span;
    private @Nullable Frames frames;
    private @Nullable Sound sound;
    private @Nullable String missing;
    private @Nullable List<String> notes;

    private Builder(Clip clip, MediaSpan span) {
      this.clip = clip;
      this.span = span;
    }

    /** The frames asked for. */
    public Builder frames(Frames value) {
      requireUnset("frames", frames);
      this.frames = value;
      return this;
    }

    /** The sound asked for. */
    public Builder sound(Sound value) {
      requireUnset("sound", sound);
      this.sound = value;
      return this;
    }

    /** Why something asked for is not there. */
    public Builder missing(String reason) {
      requireUnset("missing", missing);
      this.missing = reason;
      return this;
    }

    /** What a reader of the result should know. */
    public Builder notes(List<String> values) {
      requireUnset("notes", notes);
      this.notes = values;
      return this;
    }

    private void requireUnset(String part, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException(
            "%s of clip %s set twice: %s".formatted(part, clip.id(), value));
      }
    }

    /**
     * The view.
     *
     * @throws IllegalStateException if it holds nothing and says no reason
     */
    public ClipMedia build() {
      if (frames == null && sound == null && missing == null) {
        throw new IllegalStateException(
            "media of clip " + clip.id() + " hold nothing: must hold frames, sound or a reason");
      }
      return new ClipMedia(this);
    }
  }
}
