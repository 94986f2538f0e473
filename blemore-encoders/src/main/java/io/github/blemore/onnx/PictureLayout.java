package io.github.blemore.onnx;

import ai.djl.ndarray.types.Shape;

/** In which order a model takes the axes of its pictures. */
public enum PictureLayout {
  /** {@code [frames, 3, height, width]}: each frame by itself. */
  NCHW(false),
  /** {@code [frames, height, width, 3]}: each frame by itself. */
  NHWC(false),
  /** {@code [1, frames, 3, height, width]}: a clip. */
  NTCHW(true),
  /** {@code [1, 3, frames, height, width]}: a clip. */
  NCTHW(true);

  private final boolean clip;

  PictureLayout(boolean clip) {
    this.clip = clip;
  }

  /** Whether a model takes all frames together. */
  boolean isClip() {
    return clip;
  }

  Shape shape(long frames, long height, long width) {
    return switch (this) {
      case NCHW -> new Shape(frames, 3, height, width);
      case NHWC -> new Shape(frames, height, width, 3);
      case NTCHW -> new Shape(1, frames, 3, height, width);
      case NCTHW -> new Shape(1, 3, frames, height, width);
    };
  }

  /** Where a value stands. */
  int index(int frame, int channel, int pixel, int frames, int pixels) {
    return switch (this) {
      case NCHW, NTCHW -> (frame * 3 + channel) * pixels + pixel;
      case NHWC -> (frame * pixels + pixel) * 3 + channel;
      case NCTHW -> (channel * frames + frame) * pixels + pixel;
    };
  }
}
