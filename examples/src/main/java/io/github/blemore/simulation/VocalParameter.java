package io.github.blemore.simulation;

import io.github.blemore.Emotion;

/**
 * What a burst of voice is made of, and how it typically is: a growl or shout in anger, retching in
 * disgust, a scream or gasps in fear, laughter in happiness, sobs and moans in sadness, a hum or
 * sigh in neutral.
 */
enum VocalParameter {
  /** Semitones above the person's resting pitch, in the middle of the burst. */
  PITCH(2.5, of(4, -2, 11, 6, 2, 0)),
  /** Semitones from the burst's start to its end. */
  GLIDE(2, of(-2, -4, 4, -3, -5, -1)),
  /** Semitones by which the pitch trembles. */
  TREMOR(0.25, of(0.2, 0.1, 0.8, 0.3, 0.8, 0.1)),
  /** Bursts per second, as octaves above one. */
  RATE(0.35, of(0.4, 0.8, 0.1, 2.4, 0.5, -0.4)),
  /** Share of the time until the next burst. */
  FILL(0.1, of(0.80, 0.50, 0.65, 0.55, 0.75, 0.70)),
  /** Share of the burst in which it swells to its full level. */
  ATTACK(0.08, of(0.06, 0.15, 0.20, 0.12, 0.30, 0.40)),
  /** Decibels above quiet talk. */
  LEVEL(2.5, of(7, 0, 4, 2, -4, -7)),
  /** 0 for lax vocal folds, 1 for pressed ones. */
  TENSION(0.15, of(0.90, 0.70, 0.60, 0.50, 0.25, 0.35)),
  /** Noise of breath, as a share of the voice's amplitude. */
  BREATH(0.1, of(0.15, 0.45, 0.35, 0.35, 0.30, 0.20)),
  /** Noise of the throat as it opens at the burst's start, as a share of the voice's amplitude. */
  CHOKE(0.15, of(0.2, 0.9, 0.1, 0.2, 0.0, 0.0)),
  /** How much weaker every second pulse is, 0 to 1. */
  ROUGHNESS(0.12, of(0.60, 0.40, 0.10, 0.05, 0.10, 0.00)),
  /** Standard deviation of the period, as a share of it. */
  JITTER(0.005, of(0.020, 0.025, 0.012, 0.010, 0.020, 0.006)),
  /** How deep the voice breaks away, 0 to 1. */
  BREAKS(0.15, of(0.0, 0.1, 0.1, 0.0, 0.7, 0.0)),
  /** Breath drawn in before the burst, as a share of the voice's amplitude. */
  GASP(0.1, of(0.05, 0.10, 0.60, 0.15, 0.40, 0.15)),
  /** First resonance, in octaves above 500 Hz. */
  FORMANT_1(0.18, of(0.50, 0.00, 0.60, 0.50, -0.20, -0.30)),
  /** Second resonance, in octaves above 1500 Hz. */
  FORMANT_2(0.15, of(-0.40, -0.10, 0.15, 0.00, -0.60, -0.10)),
  /** Third resonance, in octaves above 2500 Hz. */
  FORMANT_3(0.06, of(-0.05, -0.10, 0.10, 0.05, -0.05, 0.00));

  private final double spread;

  @SuppressWarnings("ImmutableEnumChecker") // written nowhere, handed to nobody
  private final double[] typical;

  VocalParameter(double spread, double[] typical) {
    this.spread = spread;
    this.typical = typical;
  }

  private static double[] of(
      double anger, double disgust, double fear, double happiness, double sadness, double neutral) {
    return new double[] {anger, disgust, fear, happiness, sadness, neutral};
  }

  /** How much people differ in it: the unit of their own ways and of a take's errors. */
  double spread() {
    return spread;
  }

  /** As most people sound. */
  double typical(Emotion emotion) {
    return typical[emotion.index()];
  }
}
