package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormantTest {

  private static final double RATE = 48_000;

  /** Amplitude of what comes out for a sine of amplitude 1. */
  private static double gain(double frequency) {
    Formant formant = new Formant(500, 80, RATE);
    double most = 0;
    for (int i = 0; i < 2 * RATE; i++) {
      double out = formant.filter(Math.sin(2 * Math.PI * frequency * i / RATE));
      most = i < RATE ? 0 : Math.max(most, Math.abs(out));
    }
    return most;
  }

  @Test
  void passesWhatIsFarBelowAsItIs() {
    assertThat(gain(10)).isBetween(0.99, 1.01);
  }

  @Test
  void resonatesAtItsFrequencyByItsBandwidth() {
    // A second-order resonance: frequency over bandwidth.
    assertThat(gain(500)).isBetween(6.0, 6.5);
    assertThat(gain(540)).isBetween(0.65 * gain(500), 0.75 * gain(500));
  }

  @Test
  void fallsByTwelveDecibelsAnOctaveFarAbove() {
    assertThat(gain(1500) / gain(3000)).isBetween(4.1, 4.6);
  }
}
