package io.github.blemore.simulation;

/**
 * A resonance of the vocal tract: the two-pole digital resonator of D. H. Klatt, "Software for a
 * cascade/parallel formant synthesizer", Journal of the Acoustical Society of America 67(3), 1980,
 * eq. 1-2, with gain 1 at 0 Hz. For one thread at a time.
 */
final class Formant {

  private final double a;
  private final double b;
  private final double c;
  private double last;
  private double beforeLast;

  /** With frequency, bandwidth and sampling rate in Hz. */
  Formant(double frequency, double bandwidth, double sampleRate) {
    double radius = Math.exp(-Math.PI * bandwidth / sampleRate);
    c = -radius * radius;
    b = 2 * radius * Math.cos(2 * Math.PI * frequency / sampleRate);
    a = 1 - b - c;
  }

  double filter(double sample) {
    double out = a * sample + b * last + c * beforeLast;
    beforeLast = last;
    last = out;
    return out;
  }
}
