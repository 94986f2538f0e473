package io.github.blemore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Emotion;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GlottisTest {

  private static final double RATE = 16_000;

  private static int pulsesInASecond(double pitch) {
    VocalStyle style = VocalStyle.typical(Emotion.NEUTRAL);
    Glottis glottis = new Glottis(style, RATE, new SplittableRandom(1));
    int pulses = 0;
    for (int i = 0; i < RATE; i++) {
      if (glottis.atPulse()) {
        glottis.begin(pitch);
        pulses++;
      }
      glottis.next();
    }
    return pulses;
  }

  @Test
  void pulsesComeAtThePitch() {
    assertThat(pulsesInASecond(100)).isBetween(97, 103);
    assertThat(pulsesInASecond(250)).isBetween(244, 256);
  }

  @Test
  void airThatFlowsInFlowsOut() {
    VocalStyle breathless = new VocalStyle(p -> 0);
    Glottis glottis = new Glottis(breathless, RATE, new SplittableRandom(1));
    double flow = 0;
    double highest = 0;
    double steepest = 0;
    for (int i = 0; i < RATE; i++) {
      if (glottis.atPulse()) {
        assertThat(flow).as("flow after a pulse").isBetween(-1.0, 1.0);
        flow = 0;
        glottis.begin(100);
      }
      double change = glottis.next();
      flow += change;
      highest = Math.max(highest, flow);
      steepest = Math.min(steepest, change);
    }

    assertThat(highest).as("flow within a pulse").isGreaterThan(20);
    assertThat(steepest).isBetween(-1.0, -0.9);
  }
}
