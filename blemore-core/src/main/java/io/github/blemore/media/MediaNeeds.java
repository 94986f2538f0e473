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

  private static final MediaNeeds NONE = new MediaNeeds(Optional.empty(), Optional.empty());

  /** Neither: for an encoder whose embeddings were made before. */
  public static MediaNeeds none() {
    return NONE;
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

  /** Whether neither frames nor sound are needed. */
  public boolean isNone() {
    return frames.isEmpty() && sound.isEmpty();
  }
}
