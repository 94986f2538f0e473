package io.github.blemore.acoustic;

/**
 * The pitch of each frame.
 *
 * @param hertz fundamental frequency, 0 where unvoiced
 * @param periodicity share of the power that repeats with the period, above 0 and below 1 where
 *     voiced, 0 where unvoiced
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record Pitch(double[] hertz, double[] periodicity) {

  boolean voiced(int frame) {
    return hertz[frame] > 0;
  }

  int frames() {
    return hertz.length;
  }
}
