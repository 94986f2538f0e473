package io.github.blemore.media;

import java.nio.FloatBuffer;

/**
 * The sound of one clip: mono float32, full scale is -1..1.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Sound {

  private final int sampleRate;
  private final float[] samples;

  private Sound(int sampleRate, float[] samples) {
    this.sampleRate = sampleRate;
    this.samples = samples;
  }

  /**
   * Sound from its samples. The array is taken over, not copied: the caller must not change it
   * afterwards.
   *
   * @param sampleRate in Hz
   * @param samples float32 {@code [samples >= 1]}
   * @throws IllegalArgumentException if the rate is not positive or there is no sample
   */
  public static Sound of(int sampleRate, float[] samples) {
    if (sampleRate < 1) {
      throw new IllegalArgumentException(
          "sampleRate is %d Hz: must be positive".formatted(sampleRate));
    }
    if (samples.length == 0) {
      throw new IllegalArgumentException("sound has no samples: leave it out instead");
    }
    return new Sound(sampleRate, samples);
  }

  /** In Hz. */
  public int sampleRate() {
    return sampleRate;
  }

  /** How many samples. */
  public int length() {
    return samples.length;
  }

  /** Length in seconds. */
  public double seconds() {
    return samples.length / (double) sampleRate;
  }

  /** A read-only view of the samples, float32 {@code [length]}. */
  public FloatBuffer samples() {
    return FloatBuffer.wrap(samples).asReadOnlyBuffer();
  }

  /** A copy of the samples, float32 {@code [length]}. */
  public float[] toArray() {
    return samples.clone();
  }
}
