package io.github.blemore.media;

/** Pillow's resizing filters: antialiased when shrinking, equal to Pillow to the bit. */
public enum Interpolation {
  /** Triangle of support 1. */
  BILINEAR,
  /** Keys cubic with a = -0.5, of support 2. */
  BICUBIC
}
