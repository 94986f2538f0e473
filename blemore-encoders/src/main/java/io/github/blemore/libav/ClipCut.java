package io.github.blemore.libav;

import io.github.blemore.MediaException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a clip as files in memory, or why there is none.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class ClipCut {

  private final byte @Nullable [] video;
  private final int frames;
  private final double seconds;
  private final byte @Nullable [] wav;
  private final double soundSeconds;
  private final @Nullable String missing;
  private final List<String> notes;

  private ClipCut(
      byte @Nullable [] video,
      int frames,
      double seconds,
      byte @Nullable [] wav,
      double soundSeconds,
      @Nullable String missing,
      List<String> notes) {
    this.video = video;
    this.frames = frames;
    this.seconds = seconds;
    this.wav = wav;
    this.soundSeconds = soundSeconds;
    this.missing = missing;
    this.notes = List.copyOf(notes);
  }

  static ClipCut of(byte[] video, int frames, double seconds, List<String> notes) {
    return new ClipCut(video, frames, seconds, null, 0, null, notes);
  }

  static ClipCut missing(String reason) {
    return new ClipCut(null, 0, 0, null, 0, reason, List.of());
  }

  ClipCut withSound(byte[] file, double length, List<String> allNotes) {
    return new ClipCut(video, frames, seconds, file, length, missing, allNotes);
  }

  ClipCut withNotes(List<String> allNotes) {
    return new ClipCut(video, frames, seconds, wav, soundSeconds, missing, allNotes);
  }

  /** Why there is no picture to cut, such as {@code no video stream}; empty if there is. */
  public Optional<String> missingReason() {
    return Optional.ofNullable(missing);
  }

  /**
   * A copy of the pictures: an .mp4 file of H.264, without sound.
   *
   * @throws MediaException if there are none
   */
  public byte[] video() {
    if (video == null) {
      throw new MediaException("nothing was cut: " + missing);
    }
    return video.clone();
  }

  /** How many pictures there are. */
  public int frames() {
    return frames;
  }

  /** How long the pictures are on screen. */
  public double seconds() {
    return seconds;
  }

  /** A copy of the sound, if asked for and there: a .wav file, 16 bits, mono, 16 kHz. */
  public Optional<byte[]> sound() {
    return wav == null ? Optional.empty() : Optional.of(wav.clone());
  }

  /** How long the sound is; 0 if there is none. */
  public double soundSeconds() {
    return soundSeconds;
  }

  /** What a reader of the result should know, such as that the clip is shorter than the cut. */
  public List<String> notes() {
    return notes;
  }
}
