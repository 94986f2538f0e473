package io.github.blemore.libav;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.media.FrameSampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
  void aRateBeginsWithTheFirstFrame() {
    FramePlan plan = new FramePlan(FrameSampling.atRate(1, 32), 3.9);
    // Moments 0, 1, 2: as many as whole seconds.
    assertThat(choose(plan, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 3.9)).containsExactly(0, 2, 4);
    assertThat(plan.complete()).isTrue();
    assertThat(plan.count()).isEqualTo(3);
    assertThat(plan.end(3.9)).isEqualTo(3.9);
    assertThat(choose(new FramePlan(FrameSampling.atRate(2, 32), 0.4), 0, 0.2, 0.4))
        .containsExactly(0);
    // A duration rounded by the container is a whole one.
    assertThat(new FramePlan(FrameSampling.atRate(1, 32), 3.9999995).count()).isEqualTo(4);
  }

  /**
   * {@code np.linspace(0, 33, 32).astype(int)}, as transformers.js's test of the processor says.
   */
  @Test
  void aRateOfTooManyIsSpreadOverThem() {
    double[] times = IntStream.rangeClosed(0, 34).mapToDouble(i -> i).toArray();
    List<Integer> expected = new ArrayList<>(IntStream.range(0, 16).boxed().toList());
    expected.addAll(IntStream.range(17, 32).boxed().toList());
    expected.add(33);
    assertThat(choose(new FramePlan(FrameSampling.atRate(1, 32), 34), times)).isEqualTo(expected);
    assertThat(choose(new FramePlan(FrameSampling.atRate(1, 1), 34), times)).containsExactly(0);
  }

  @Test
  void whatARateWantsIsWhatItChooses() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      double[] times = new double[2 + random.nextInt(80)];
      for (int i = 1; i < times.length; i++) {
        times[i] = times[i - 1] + 0.01 + random.nextDouble();
      }
      FrameSampling sampling =
          FrameSampling.atRate(0.2 + 3 * random.nextDouble(), 1 + random.nextInt(40));
      FramePlan plan = new FramePlan(sampling, times[times.length - 1]);
      for (int i = 0; i < times.length - 1; i++) {
        boolean wanted = plan.wants(times[i], times[i + 1]);
        assertThat(plan.choose(i, times[i], times[i + 1]) > 0)
            .as("frame %d of seed %d", i, seed)
            .isEqualTo(wanted);
      }
      assertThat(plan.complete()).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void aClipWithoutLengthGivesItsFrame() {
    assertThat(choose(new FramePlan(FrameSampling.atRate(1, 3), 0), 0, 0.04)).containsExactly(0);
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
