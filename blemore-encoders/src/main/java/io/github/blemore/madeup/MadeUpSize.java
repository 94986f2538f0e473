package io.github.blemore.madeup;

/** How large a made-up checkpoint is. */
public enum MadeUpSize {
  /**
   * A few hundred kilobytes, to try things out: 64 values per token and 4 heads, but inputs of the
   * published size.
   */
  TINY,
  /**
   * As small, to be trained in seconds: clips of 4 frames, pictures of half the published side.
   * Speech encoders have the 12 layers of the base models.
   */
  MINIATURE,
  /** The sizes of the family's published base model, 330 to 490 MB. */
  BASE;

  private static final int MINIATURE_FRAMES = 4;

  /** One of two values. */
  int pick(int tiny, int base) {
    return this == BASE ? base : tiny;
  }

  /** The side of pictures, in pixels. */
  int side(int published) {
    return this == MINIATURE ? published / 2 : published;
  }

  /** How many frames a clip has. */
  int frames(int published) {
    return this == MINIATURE ? Math.min(published, MINIATURE_FRAMES) : published;
  }
}
