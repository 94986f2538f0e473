package io.github.blemore.simulation;

/** Seeds made of seeds. */
final class Seeds {

  private static final long PRIME = 0x100000001b3L;

  private Seeds() {}

  /** A seed for one purpose, as good as independent of those for others. */
  static long mix(long seed, String purpose) {
    long hash = seed ^ 0xcbf29ce484222325L;
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * PRIME;
    }
    hash ^= hash >>> 32;
    hash *= 0xd6e8feb86659fd93L;
    return hash ^ hash >>> 32;
  }
}
