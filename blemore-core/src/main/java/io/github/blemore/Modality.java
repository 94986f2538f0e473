package io.github.blemore;

/** What of a clip an encoder looks at or listens to. */
public enum Modality {
  /** The face, cropped out of the frames. */
  FACE,
  /** The sound track. */
  VOICE,
  /** The whole frame: face, upper body, gestures. */
  BODY,
  /** Picture and sound together. */
  AUDIOVISUAL
}
