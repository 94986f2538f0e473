package io.github.blemore.media;

import java.util.Optional;

/**
 * What media an encoder needs of a clip, as data: so that one decoding pass can serve several
 * encoders.
 *
 * @param frames the pictures, if any
 * @param sound the sound, if any
 */
public record MediaNeeds(Optional<FrameNeeds> frames, Optional<SoundNeeds> sound) {

  /**
   * Checks that something is needed.
   *
   * @throws IllegalArgumentException if neither frames nor sound are
   */
  public MediaNeeds {
    if (frames.isEmpty() && sound.isEmpty()) {
      throw new IllegalArgumentException("media needs are empty: must be frames, sound or both");
    }
  }

  /** Pictures only. */
  public static MediaNeeds of(FrameNeeds frames) {
    return new MediaNeeds(Optional.of(frames), Optional.empty());
  }

  /** Sound only. */
  public static MediaNeeds of(SoundNeeds sound) {
    return new MediaNeeds(Optional.empty(), Optional.of(sound));
  }

  /** Both. */
  public static MediaNeeds of(FrameNeeds frames, SoundNeeds sound) {
    return new MediaNeeds(Optional.of(frames), Optional.of(sound));
  }
}
