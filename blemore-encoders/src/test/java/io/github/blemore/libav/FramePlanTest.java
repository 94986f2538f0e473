package io.github.blemore.libav;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.media.FrameSampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramePlanTest {

  /** Every frame as often as it is chosen; the last ends at the last of the times. */
  private static List<Integer> choose(FramePlan plan, double... times) {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < times.length - 1; i++) {
      for (int n = plan.choose(i, times[i], times[i + 1]); n > 0; n--) {
        chosen.add(i);
      }
    }
    return chosen;
  }

  @Test
  void uniformTakesTheFrameOnScreenAtEachMoment() {
    FramePlan plan = new FramePlan(FrameSampling.uniform(4), 4);
    // Moments 0.5, 1.5, 2.5, 3.5; one of them exactly when a frame begins.
    assertThat(choose(plan, 0, 0.4, 1.5, 3.2, 4)).containsExactly(1, 2, 2, 3);
    assertThat(plan.complete()).isTrue();
    assertThat(plan.end(4)).isEqualTo(4);
  }

  @Test
  void fewerFramesThanMomentsAreRepeated() {
    assertThat(choose(new FramePlan(FrameSampling.uniform(5), 1), 0, 0.5, 1))
        .containsExactly(0, 0, 1, 1, 1);
  }

  @Test
  void everyNthCountsFrames() {
    FramePlan plan = new FramePlan(FrameSampling.everyNth(3, 2), 0);
    assertThat(choose(plan, 0, 1, 2, 3, 4, 5, 6, 7, 8)).containsExactly(0, 3);
    assertThat(plan.end(8)).isEqualTo(4);
  }

  @Test
  void firstSecondsEndWithTheClip() {
    assertThat(choose(new FramePlan(FrameSampling.firstSeconds(2, 2), 10), 0, 1, 2, 3))
        .containsExactly(0, 1);
    assertThat(choose(new FramePlan(FrameSampling.firstSeconds(20, 2), 4), 0, 1, 2, 3, 4))
        .containsExactly(1, 3);
  }

  @Test
  void aClipWithoutLengthGivesItsFrame() {
    assertThat(choose(new FramePlan(FrameSampling.uniform(3), 0), 0, 0.04))
        .containsExactly(0, 0, 0);
  }

  @Test
  void momentsAfterAnEarlyEndAreLeftOut() {
    FramePlan plan = new FramePlan(FrameSampling.uniform(4), 4);
    assertThat(choose(plan, 0, 1, 2)).containsExactly(0, 1);
    assertThat(plan.complete()).isFalse();
    assertThat(plan.end(2)).isEqualTo(2);
  }

  @Test
  void anyTimesAgreeWithTheDefinition() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      double[] times = new double[2 + random.nextInt(30)];
      for (int i = 1; i < times.length; i++) {
        times[i] = times[i - 1] + 0.001 + random.nextDouble();
      }
      int count = 1 + random.nextInt(40);
      double duration = times[times.length - 1];
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        double moment = (i + 0.5) / count * duration;
        int last = 0;
        for (int frame = 0; frame < times.length - 1; frame++) {
          if (times[frame] <= moment) {
            last = frame;
          }
        }
        expected.add(last);
      }
      assertThat(choose(new FramePlan(FrameSampling.uniform(count), duration), times))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }
}
