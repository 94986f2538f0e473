package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import io.github.blemore.torch.Gradients;
import io.github.blemore.torch.TorchDevice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {

  private static final TorchDevice CPU = TorchDevice.of(Device.cpu());
  private static final double DECAY = 0.05;
  private static final int SIZE = 6;

  private final NDManager manager = CPU.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private Parameter parameter(String name, int layer, float... values) {
    return parameter(name, layer, new Shape(values.length), values);
  }

  private Parameter parameter(String name, int layer, Shape shape, float... values) {
    NDArray array = manager.create(values, shape);
    Gradients.track(array);
    return new Parameter(name, array, layer);
  }

  private AdamW optimizer(Parameter... parameters) {
    return new AdamW(CPU, List.of(parameters), DECAY, 0.5, 2);
  }

  /** Adds a gradient. */
  private void push(Parameter parameter, float... gradient) {
    Gradients.recorded(
        () -> {
          NDArray along = manager.create(gradient, parameter.array().getShape());
          Gradients.backward(parameter.array().mul(along).sum());
          return Optional.empty();
        });
  }

  private static float[] values(Parameter parameter) {
    return Gradients.unrecorded(() -> parameter.array().toFloatArray());
  }

  private static float[] mean(AdamW optimizer, String name) {
    return Objects.requireNonNull(optimizer.moments().get(name)).mean().toFloatArray();
  }

  private static float[] random(Random random) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** One weight, as the paper's algorithm 2 says, with a rate of its own for each layer. */
  private static double[] slowly(
      double[] weight, List<float[]> gradients, double rate, double decay) {
    double[] moved = weight.clone();
    double[] mean = new double[weight.length];
    double[] square = new double[weight.length];
    for (int step = 1; step <= gradients.size(); step++) {
      for (int i = 0; i < weight.length; i++) {
        double gradient = gradients.get(step - 1)[i];
        mean[i] = 0.9 * mean[i] + 0.1 * gradient;
        square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
        double first = mean[i] / (1 - Math.pow(0.9, step));
        double second = square[i] / (1 - Math.pow(0.999, step));
        moved[i] = moved[i] * (1 - rate * decay) - rate * first / (Math.sqrt(second) + 1e-8);
      }
    }
    return moved;
  }

  @Test
  void movesAsThePaperSays() {
    Random random = new Random(1);
    float[] start = random(random);
    Parameter matrix = parameter("matrix", 2, new Shape(2, 3), start);
    Parameter deep = parameter("deep", 0, new Shape(3, 2), start);
    Parameter bias = parameter("bias", 1, start);
    List<float[]> gradients = List.of(random(random), random(random), random(random));
    try (AdamW optimizer = optimizer(matrix, deep, bias)) {
      for (float[] gradient : gradients) {
        push(matrix, gradient);
        push(deep, gradient);
        push(bias, gradient);
        optimizer.step(0.1, Optional.empty());
      }
      assertThat(optimizer.steps()).isEqualTo(3);
    }
    requireClose(values(matrix), slowly(wide(start), gradients, 0.1, DECAY));
    requireClose(values(bias), slowly(wide(start), gradients, 0.05, 0));
    requireClose(values(deep), slowly(wide(start), gradients, 0.025, DECAY));
  }

  private static double[] wide(float[] narrow) {
    double[] wide = new double[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  private static void requireClose(float[] found, double[] expected) {
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(2e-6));
    }
  }

  @Test
  void leavesWhatNoLossReachedButDecaysWhatHasAGradientOfZero() {
    Parameter moved = parameter("moved", 2, new Shape(1, 2), 1, 2);
    Parameter unreached = parameter("unreached", 2, new Shape(1, 2), 1, 2);
    Parameter still = parameter("still", 2, new Shape(1, 2), 1, 2);
    try (AdamW optimizer = optimizer(moved, unreached, still)) {
      push(moved, 1, 1);
      push(still, 0, 0);
      optimizer.step(0.1, Optional.empty());
      assertThat(optimizer.moments()).containsOnlyKeys("moved", "still");
    }
    assertThat(values(unreached)).containsExactly(1, 2);
    assertThat(values(still)).containsExactly(new float[] {0.995f, 1.99f}, within(1e-6f));
    assertThat(values(moved)[0]).isLessThan(0.9f);
  }

  @Test
  void leavesAFrozenParameter() {
    Parameter trained = parameter("trained", 2, 1, 2);
    Parameter frozen = parameter("frozen", 2, 1, 2);
    try (AdamW optimizer = optimizer(trained)) {
      push(trained, 1, 1);
      push(frozen, 1, 1);
      assertThat(optimizer.step(0.1, Optional.empty())).isCloseTo(Math.sqrt(2), within(1e-6));
    }
    assertThat(values(frozen)).containsExactly(1, 2);
  }

  @Test
  void limitsTheNormOfAllGradientsTogether() {
    Parameter one = parameter("one", 2, 0, 0);
    Parameter other = parameter("other", 2, new Shape(1, 2), 0, 0);
    try (AdamW optimizer = optimizer(one, other)) {
      push(one, 3, 0);
      push(other, 0, 4);
      assertThat(optimizer.step(0.1, Optional.of(1.0))).isCloseTo(5, within(1e-6));
      // The first mean is a tenth of the gradient.
      assertThat(mean(optimizer, "one")).containsExactly(new float[] {0.06f, 0}, within(1e-6f));
      assertThat(mean(optimizer, "other")).containsExactly(new float[] {0, 0.08f}, within(1e-6f));
      push(one, 0.3f, 0);
      push(other, 0, 0.4f);
      assertThat(optimizer.step(0.1, Optional.of(1.0))).isCloseTo(0.5, within(1e-6));
      assertThat(mean(optimizer, "one"))
          .as("a smaller norm is left as it is")
          .containsExactly(new float[] {0.9f * 0.06f + 0.03f, 0}, within(1e-6f));
    }
  }

  @Test
  void staysWhereItIsIfTheNormIsNotFinite() {
    Parameter good = parameter("good", 2, 1, 2);
    Parameter bad = parameter("bad", 2, 1, 2);
    try (AdamW optimizer = optimizer(good, bad)) {
      push(good, 1, 1);
      push(bad, Float.NaN, 1);
      assertThat(optimizer.step(0.1, Optional.of(1.0))).isNaN();
      assertThat(optimizer.steps()).isZero();
      assertThat(values(good)).containsExactly(1, 2);
      assertThat(values(bad)).containsExactly(1, 2);
      push(good, 1, 1);
      push(bad, 1, 1);
      assertThat(optimizer.step(0.1, Optional.of(1.0)))
          .as("what was not finite is gone")
          .isCloseTo(2, within(1e-6));
      assertThat(values(bad)[0]).isCloseTo(0.9f, within(1e-5f));
    }
  }

  @Test
  void goesOnFromWhatItIsGiven() {
    Random random = new Random(2);
    float[] start = random(random);
    float[] gradient = random(random);
    Parameter whole = parameter("p", 2, new Shape(2, 3), start);
    Parameter second = parameter("p", 2, new Shape(2, 3), start);
    try (AdamW first = optimizer(whole);
        AdamW other = optimizer(second)) {
      push(whole, gradient);
      first.step(0.1, Optional.empty());
      AdamW.Moments moments = Objects.requireNonNull(first.moments().get("p"));
      float[] reached = values(whole);
      other.fill(second.array(), reached);
      other.restore(
          first.steps(),
          "p",
          moments.mean().toFloatArray(),
          moments.square().toFloatArray(),
          new long[] {2, 3});
      push(whole, gradient);
      push(second, gradient);
      first.step(0.1, Optional.empty());
      other.step(0.1, Optional.empty());
    }
    assertThat(values(second)).containsExactly(values(whole));
  }

  @Test
  void refusesAStepBeforeAnyLoss() {
    try (AdamW optimizer = optimizer(parameter("one", 2, 1, 2))) {
      assertThatThrownBy(() -> optimizer.step(0.1, Optional.empty()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no loss was taken back");
    }
  }
}
