package io.github.blemore.media;

/** What part of a frame an encoder looks at. */
public sealed interface FrameRegion {

  /** All of it. */
  record Whole() implements FrameRegion {}

  /**
   * A square around the largest face, followed through the clip. The side is the face box's longer
   * side times {@code 1 + 2 * margin}; the square is moved inside the frame, and made smaller only
   * if the frame is.
   *
   * @param margin what is added on each side, as a share of the face box: 0 none, 0.25 a quarter
   */
  record Face(double margin) implements FrameRegion {
    /** Checks the margin. */
    public Face {
      if (!(margin >= 0 && margin <= 2)) {
        throw new IllegalArgumentException("margin is %s: must be 0..2".formatted(margin));
      }
    }
  }

  /** {@link Whole}. */
  static FrameRegion whole() {
    return new Whole();
  }

  /** {@link Face}. */
  static FrameRegion face(double margin) {
    return new Face(margin);
  }
}
