package io.github.blemore.media;

/**
 * Which sound an encoder needs: mono float32 (the mean of the channels), full scale is -1..1.
 *
 * @param sampleRate in Hz, such as 16000
 * @param maxSeconds how much of the clip's beginning at most; what is cut off is said in the result
 */
public record SoundNeeds(int sampleRate, double maxSeconds) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the rate is not 1000..384000 or the length not above 0 and
   *     finite
   */
  public SoundNeeds {
    if (sampleRate < 1000 || sampleRate > 384_000) {
      throw new IllegalArgumentException(
          "sampleRate is %d Hz: must be 1000..384000".formatted(sampleRate));
    }
    if (!(maxSeconds > 0) || Double.isInfinite(maxSeconds)) {
      throw new IllegalArgumentException(
          "maxSeconds is %s: must be above 0 and finite".formatted(maxSeconds));
    }
  }
}
