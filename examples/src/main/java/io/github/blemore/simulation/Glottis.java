package io.github.blemore.simulation;

import java.util.SplittableRandom;

/**
 * The vocal folds in one burst: the derivative of the air flow they let through, pulse by pulse,
 * after A. E. Rosenberg, "Effect of glottal pulse shape on the quality of natural vowels", Journal
 * of the Acoustical Society of America 49(2B), 1971, 583-590, shape C (parts of cosines), and the
 * noise of breath that comes with it. For one thread at a time.
 */
final class Glottis {

  /** Of the time the folds are open, that in which they open further. */
  private static final double RISING = 0.67;

  /** Of its breath, what leaks through closed folds. */
  private static final double LEAK = 0.4;

  /** By how much a fully rough voice makes every second period longer. */
  private static final double DOUBLING = 0.1;

  /** Standard deviation of the pulses' amplitude, per that of their period. */
  private static final double SHIMMER_PER_JITTER = 4;

  private final double sampleRate;
  private final SplittableRandom random;
  private final double rise;
  private final double fall;
  private final double breath;
  private final double roughness;
  private final double jitter;
  private double phase = 1;
  private double step;
  private double amplitude;
  private boolean weak;

  Glottis(VocalStyle style, double sampleRate, SplittableRandom random) {
    this.sampleRate = sampleRate;
    this.random = random;
    double open = 0.8 - 0.45 * Range.unit(style.get(VocalParameter.TENSION));
    rise = RISING * open;
    fall = open - rise;
    breath = Math.max(0, style.get(VocalParameter.BREATH));
    roughness = Range.unit(style.get(VocalParameter.ROUGHNESS));
    jitter = Math.max(0, style.get(VocalParameter.JITTER));
  }

  /** Whether the next sample begins a pulse: then its pitch must be set. */
  boolean atPulse() {
    return phase >= 1;
  }

  /** Begins a pulse, of this pitch in Hz. */
  void begin(double pitch) {
    phase -= 1;
    weak = !weak;
    double uneven = jitter * random.nextGaussian() + (weak ? DOUBLING : 0) * roughness;
    step = pitch / sampleRate / (1 + Range.limit(uneven, -0.4, 0.4));
    double shimmer = SHIMMER_PER_JITTER * jitter * random.nextGaussian();
    amplitude = (1 + Range.limit(shimmer, -0.5, 0.5)) * (weak ? 1 - 0.8 * roughness : 1);
  }

  /** The next sample, about -1..1. */
  double next() {
    double leaking = phase < rise + fall ? 1 : LEAK;
    double sample = amplitude * flowDerivative() + breath * leaking * random.nextDouble(-1, 1);
    phase += step;
    return sample;
  }

  /** In units of its steepest fall. */
  private double flowDerivative() {
    if (phase < rise) {
      return fall / rise * Math.sin(Math.PI * phase / rise);
    }
    double falling = (phase - rise) / fall;
    return falling < 1 ? -Math.sin(0.5 * Math.PI * falling) : 0;
  }
}
