package io.github.blemore.s4d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Precision;
import io.github.blemore.network.Activation;
import io.github.blemore.network.Casts;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Mlp;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The experts against loops over tokens. */
class ExpertsTest {

  private static final int BATCH = 3;
  private static final int TOKENS = 23;
  private static final int WIDTH = 8;
  private static final int INNER = 2;
  private static final int EXPERTS = 5;

  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource({
    "1, 1.0, OF_BATCH",
    "2, 1.0, OF_BATCH",
    "2, 0.5, OF_CLIP",
    "3, 1.25, OF_CLIP",
    "2, 100, OF_CLIP",
    "2, 0.01, OF_BATCH",
    "5, 1.0, OF_CLIP"
  })
  void addWhatLoopsOverTokensAdd(int topK, double factor, S4dNet.Capacity capacity) {
    try (Weights weights = S4dFixtures.weights(S4dFixtures.DENSE, Precision.FLOAT32);
        NDManager manager = weights.manager().newSubManager()) {
      List<Mlp> mlps = new ArrayList<>();
      for (int e = 0; e < EXPERTS; e++) {
        mlps.add(
            new Mlp(linear(manager, WIDTH, INNER), Activation.GELU, linear(manager, INNER, WIDTH)));
      }
      Router router =
          new Router(linear(manager, WIDTH, EXPERTS), linear(manager, WIDTH, EXPERTS), topK);
      Experts experts = new Experts(router, mlps, factor, weights.functions());
      NDArray x = normal(manager, BATCH, TOKENS, WIDTH);
      Recording recording = new Recording();
      float[] found =
          experts
              .apply(x, new S4dNet.Pass(S4dNet.Noise.NONE, capacity, recording), 0)
              .toFloatArray();

      float[][] outputs = new float[EXPERTS][];
      for (int e = 0; e < EXPERTS; e++) {
        outputs[e] = mlps.get(e).apply(x).toFloatArray();
      }
      float[] gates = Objects.requireNonNull(recording.values().get("moe0_gate")).toFloats();
      float[] expected = slowly(gates, outputs, topK, factor, capacity);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) found[i]).as("value %d", i).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  private static float[] slowly(
      float[] gates, float[][] outputs, int topK, double factor, S4dNet.Capacity capacity) {
    float[] sum = new float[BATCH * TOKENS * WIDTH];
    int sharing = capacity == S4dNet.Capacity.OF_BATCH ? BATCH * TOKENS : TOKENS;
    int room = (int) Math.floor((double) sharing * topK / EXPERTS * factor);
    for (int e = 0; e < EXPERTS; e++) {
      int taken = 0;
      for (int token = 0; token < BATCH * TOKENS; token++) {
        if (token % sharing == 0) {
          taken = 0;
        }
        float gate = gates[token * EXPERTS + e];
        if (gate > 0 && taken < room) {
          taken++;
          for (int j = 0; j < WIDTH; j++) {
            sum[token * WIDTH + j] += gate * outputs[e][token * WIDTH + j];
          }
        }
      }
    }
    return sum;
  }

  private Linear linear(NDManager manager, int inputs, int outputs) {
    return new Linear(normal(manager, outputs, inputs), normal(manager, outputs), Casts.NONE);
  }

  private NDArray normal(NDManager manager, long... shape) {
    float[] values = new float[Math.toIntExact(new Shape(shape).size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(shape));
  }
}
