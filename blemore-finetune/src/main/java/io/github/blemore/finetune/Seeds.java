package io.github.blemore.finetune;

/**
 * Seeds of seeds: so that what is random in a step depends on which step it is, and not on what
 * went before, and a training that was stopped goes on with the same numbers.
 */
final class Seeds {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** A seed for one of many uses. */
  static long mix(long seed, long... uses) {
    long mixed = seed;
    for (long use : uses) {
      mixed = scramble(mixed + GOLDEN + use * 0xD1342543DE82EF95L);
    }
    return mixed;
  }

  /** The finalizer of SplitMix64. */
  private static long scramble(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
