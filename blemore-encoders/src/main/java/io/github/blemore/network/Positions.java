package io.github.blemore.network;

/** Positions that are computed, not learned. */
public final class Positions {

  private static final double BASE = 10_000;

  private Positions() {}

  /**
   * The sine and cosine table of "Attention Is All You Need" (arXiv:1706.03762), section 3.5, as
   * VideoMAE computes it: over the flat token index, in float64, then rounded.
   *
   * @return float32 {@code [tokens, width]}, row by row: channel j of token t holds the sine (j
   *     even) or cosine (j odd) of {@code t / 10000^(2 floor(j/2) / width)}
   */
  public static float[] sineCosine(int tokens, int width) {
    float[] table = new float[Math.multiplyExact(tokens, width)];
    for (int j = 0; j < width; j++) {
      double divisor = Math.pow(BASE, 2 * (j / 2) / (double) width);
      for (int t = 0; t < tokens; t++) {
        double angle = t / divisor;
        table[t * width + j] = (float) (j % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return table;
  }
}
