package io.github.blemore.finetune.augment;

/**
 * One axis of a bilinear enlargement: each output position lies between two source positions.
 *
 * <p>Pixels are squares and their centers are matched; beyond the outer centers the outer pixels
 * stand. A crop is never larger than what it is brought to, so that each output has two sources and
 * nothing is gained by antialiasing.
 *
 * @param from {@code [size]} the source position at or before each output
 * @param to {@code [size]} the one after it, or the same at the end
 * @param weight {@code [size]} how far each output is on the way between them, at least 0, below 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Bilinear(int[] from, int[] to, float[] weight) {

  /**
   * Part of an axis brought to some size.
   *
   * @param start first source position
   * @param length source positions, at most {@code size}
   * @param size output positions
   */
  static Bilinear of(int start, int length, int size) {
    int[] from = new int[size];
    int[] to = new int[size];
    float[] weight = new float[size];
    for (int i = 0; i < size; i++) {
      double center = Math.max((i + 0.5) * length / size - 0.5, 0);
      int before = (int) center;
      from[i] = start + before;
      to[i] = start + Math.min(before + 1, length - 1);
      weight[i] = (float) (center - before);
    }
    return new Bilinear(from, to, weight);
  }

  /** The same in the opposite order. */
  Bilinear reversed() {
    int size = from.length;
    Bilinear reversed = new Bilinear(new int[size], new int[size], new float[size]);
    for (int i = 0; i < size; i++) {
      reversed.from[size - 1 - i] = from[i];
      reversed.to[size - 1 - i] = to[i];
      reversed.weight[size - 1 - i] = weight[i];
    }
    return reversed;
  }
}
