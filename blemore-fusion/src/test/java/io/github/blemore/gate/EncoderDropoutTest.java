package io.github.blemore.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EncoderDropoutTest {

  private static final int CLIPS = 500;
  private static final int ENCODERS = 3;

  /** The second encoder has seen every other clip. */
  private static float[] presence() {
    float[] presence = new float[ENCODERS * CLIPS];
    for (int i = 0; i < presence.length; i++) {
      boolean isSecond = i / CLIPS == 1;
      presence[i] = isSecond && i % 2 == 0 ? 0 : 1;
    }
    return presence;
  }

  private static int count(float[] presence) {
    int count = 0;
    for (float present : presence) {
      count += present > 0 ? 1 : 0;
    }
    return count;
  }

  @Test
  void leavesOutTheShareAskedForAndNeverAll() {
    EncoderDropout dropout = new EncoderDropout(presence(), CLIPS, 0.4, new SplittableRandom(1));
    int left = 0;
    for (int epoch = 0; epoch < 40; epoch++) {
      float[] next = dropout.next();
      left += count(next);
      for (int clip = 0; clip < CLIPS; clip++) {
        float encoders = 0;
        for (int e = 0; e < ENCODERS; e++) {
          assertThat(next[e * CLIPS + clip]).isLessThanOrEqualTo(presence()[e * CLIPS + clip]);
          encoders += next[e * CLIPS + clip];
        }
        assertThat(encoders).isPositive();
      }
    }
    // Of a clip with n encoders 0.6 n stay, and one more where all n were left out, 0.4^n.
    double expected = CLIPS * (0.6 * 2.5 + (0.4 * 0.4 + 0.4 * 0.4 * 0.4) / 2);
    assertThat(left / 40.0).isCloseTo(expected, within(0.02 * expected));
  }

  @Test
  void withoutAShareAllStay() {
    EncoderDropout dropout = new EncoderDropout(presence(), CLIPS, 0, new SplittableRandom(1));

    assertThat(dropout.next()).containsExactly(presence());
  }

  @Test
  void whichOfAllLeftOutComesBackIsDrawn() {
    float[] all = new float[2 * CLIPS];
    Arrays.fill(all, 1);
    float[] next = new EncoderDropout(all, CLIPS, 0.999, new SplittableRandom(1)).next();
    int first = 0;
    for (int clip = 0; clip < CLIPS; clip++) {
      first += next[clip] > 0 ? 1 : 0;
    }

    assertThat(first).isBetween(CLIPS * 2 / 5, CLIPS * 3 / 5);
  }
}
