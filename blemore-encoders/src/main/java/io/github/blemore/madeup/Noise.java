package io.github.blemore.madeup;

import io.github.blemore.safetensors.SafeTensorsWriter;

/**
 * Random numbers that are the same on every machine, each computed from its index alone: sums of
 * four uniform 16-bit integers, which are nearly normal and never beyond 3.5 deviations. The bits
 * are those of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
 * OOPSLA 2014); only integers and one float32 product are involved.
 */
final class Noise implements SafeTensorsWriter.Values {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final int SIXTEEN_BITS = 0xffff;
  private static final int CENTER = 2 * SIXTEEN_BITS;

  /** Of a sum of four independent integers, each uniform over 0..65535. */
  private static final double SUM_DEVIATION = Math.sqrt(4 * (0x1p32 - 1) / 12);

  private final long start;
  private final float scale;

  /**
   * A tensor's numbers.
   *
   * @param seed of the checkpoint
   * @param tensor family and name: no two are alike, and families of one structure neither
   */
  Noise(long seed, String tensor, double deviation) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (int i = 0; i < tensor.length(); i++) {
      state = mix((state ^ tensor.charAt(i)) + GOLDEN_GAMMA);
    }
    this.start = state;
    this.scale = (float) (deviation / SUM_DEVIATION);
  }

  @Override
  public float at(long index) {
    long bits = mix(start + (index + 1) * GOLDEN_GAMMA);
    int sum =
        (int) (bits & SIXTEEN_BITS)
            + (int) (bits >>> 16 & SIXTEEN_BITS)
            + (int) (bits >>> 32 & SIXTEEN_BITS)
            + (int) (bits >>> 48);
    return (sum - CENTER) * scale;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
