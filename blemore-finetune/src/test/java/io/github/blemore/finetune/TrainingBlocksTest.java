package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import io.github.blemore.network.Taps;
import io.github.blemore.torch.Gradients;
import io.github.blemore.torch.TorchDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingBlocksTest {

  private static final double RATE = 0.4;
  private static final int DEPTH = 3;

  private final NDManager manager = TorchDevice.of(Device.cpu()).newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** What each of three blocks with two branches of ones adds: {@code [6][rows * width]}. */
  private List<float[]> added(TrainingBlocks runner, int clips, int perClip, int width) {
    List<float[]> added = new ArrayList<>();
    UnaryOperator<NDArray> block =
        x -> {
          for (int branch = 0; branch < 2; branch++) {
            NDArray ones = manager.ones(new Shape((long) clips * perClip, width));
            added.add(runner.branch(ones, clips).toFloatArray());
          }
          return x.duplicate();
        };
    NDArray x = manager.zeros(new Shape(1));
    runner.run(x, List.of(block, block, block), Taps.NONE);
    return added;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double shareOfZeros(float[] values) {
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros / (double) values.length;
  }

  @Test
  void leaveDeeperBlocksOutMoreOftenAndKeepTheMean() {
    TrainingBlocks runner = new TrainingBlocks(RATE, false);
    runner.train(1);
    List<float[]> added = added(runner, 20_000, 1, 1);
    for (int i = 0; i < 2 * DEPTH; i++) {
      int block = i / 2;
      double rate = RATE * block / (DEPTH - 1);
      // Five deviations of a share of 20,000.
      assertThat(shareOfZeros(added.get(i))).isCloseTo(rate, within(0.018));
      assertThat(mean(added.get(i))).isCloseTo(1, within(0.03));
      float scale = (float) (1 / (1 - rate));
      for (float value : added.get(i)) {
        assertThat(value == 0 || value == scale).isTrue();
      }
    }
  }

  @Test
  void leaveOutWholeClips() {
    TrainingBlocks runner = new TrainingBlocks(0.5, false);
    runner.train(2);
    int rows = 5;
    int width = 3;
    float[] last = added(runner, 16, rows, width).get(2 * DEPTH - 1);
    List<Float> ofClips = new ArrayList<>();
    for (int clip = 0; clip < 16; clip++) {
      float[] one = Arrays.copyOfRange(last, clip * rows * width, (clip + 1) * rows * width);
      ofClips.add(one[0]);
      for (float value : one) {
        assertThat(value).isEqualTo(one[0]);
      }
    }
    assertThat(ofClips).contains(0f, 2f);
  }

  @Test
  void drawByTheSeedAndForEachBranchAnew() {
    TrainingBlocks runner = new TrainingBlocks(0.5, false);
    runner.train(3);
    List<float[]> first = added(runner, 64, 1, 1);
    List<float[]> again = added(runner, 64, 1, 1);
    assertThat(again.get(5)).containsExactly(first.get(5));
    assertThat(first.get(4)).isNotEqualTo(first.get(5));
    runner.train(4);
    assertThat(added(runner, 64, 1, 1).get(5)).isNotEqualTo(first.get(5));
  }

  @Test
  void leaveNothingOutInEvaluation() {
    TrainingBlocks runner = new TrainingBlocks(0.9, false);
    assertThat(added(runner, 64, 1, 1)).allSatisfy(TrainingBlocksTest::requireOnes);
    runner.train(5);
    runner.evaluate();
    assertThat(added(runner, 64, 1, 1)).allSatisfy(TrainingBlocksTest::requireOnes);
  }

  private static void requireOnes(float[] values) {
    for (float value : values) {
      assertThat(value).isEqualTo(1);
    }
  }

  @Test
  void leaveTheOnlyBlockOfANetworkAlone() {
    TrainingBlocks runner = new TrainingBlocks(0.9, false);
    runner.train(6);
    NDArray x = manager.ones(new Shape(64, 1));
    NDArray y = runner.run(x, List.of(one -> runner.branch(one, 64).mul(3)), Taps.NONE);
    assertThat(mean(y.toFloatArray())).isEqualTo(3);
  }

  /** Blocks {@code x + branch(w x)}: the way back must go through the same masks as the way in. */
  @Test
  void computedTwiceAreTheSameToTheBit() {
    List<float[]> gradients = new ArrayList<>();
    List<float[]> outputs = new ArrayList<>();
    for (boolean recomputes : new boolean[] {false, true}) {
      TrainingBlocks runner = new TrainingBlocks(0.5, recomputes);
      NDArray weight = manager.create(new float[] {0.3f, -0.7f});
      NDArray entering = manager.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(4, 2));
      Gradients.track(weight);
      Gradients.track(entering);
      runner.train(7);
      UnaryOperator<NDArray> block = x -> x.add(runner.branch(x.mul(weight).sin(), 4));
      Gradients.recorded(
          () -> {
            NDArray left = runner.run(entering.mul(1), List.of(block, block, block), Taps.NONE);
            outputs.add(left.toFloatArray());
            Gradients.backward(left.square().sum());
            runner.backward(Optional::empty);
            return Optional.empty();
          });
      gradients.add(Gradients.of(weight).orElseThrow().toFloatArray());
      gradients.add(Gradients.of(entering).orElseThrow().toFloatArray());
    }
    assertThat(outputs.get(1)).containsExactly(outputs.get(0));
    assertThat(gradients.get(2)).containsExactly(gradients.get(0), within(1e-3f));
    assertThat(gradients.get(3)).containsExactly(gradients.get(1), within(1e-3f));
    assertThat(gradients.get(0)[0]).isNotZero();
  }
}
