package io.github.blemore.s4d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S4dNetTest {

  @ParameterizedTest
  @CsvSource({
    "s4d_moe, video_b1, noise_",
    "s4d_moe, video_b1, nonoise_",
    "s4d_moe, image_b3, nonoise_",
    "s4d_dense, video_b1, ''",
    "s4d_dense, image_b1, ''"
  })
  void computesWhatTheOriginalComputes(String fixture, String caseName, String run) {
    Path folder = S4dFixtures.MOE.resolveSibling(fixture);
    Recording recording =
        S4dFixtures.run(
            folder, caseName, run.equals("noise_"), S4dNet.Capacity.OF_BATCH, Precision.FLOAT32);

    int compared = 0;
    for (String name : recording.values().keySet()) {
      Path file = folder.resolve(caseName).resolve(run + name + ".npy");
      if (Files.exists(file)) {
        double tolerance = name.endsWith("indices") ? 0 : 5e-5;
        assertClose(name, value(recording, name), S4dFixtures.npy(file), tolerance);
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"s4d_moe, noise_, 5", "s4d_dense, '', 3"})
  void offersTheHiddenStatesOfTheOriginal(String fixture, String run, int count) {
    Path folder = S4dFixtures.MOE.resolveSibling(fixture);
    Recording recording =
        S4dFixtures.run(
            folder, "video_b1", !run.isEmpty(), S4dNet.Capacity.OF_BATCH, Precision.FLOAT32);

    List<Float> states = new ArrayList<>();
    recording.hiddenStates().values().forEach(state -> add(states, state.toFloats()));
    float[] expected =
        S4dFixtures.npy(folder.resolve("video_b1").resolve(run + "hidden_states.npy")).toFloats();
    assertThat(recording.hiddenStates()).hasSize(count);
    assertThat(states).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) states.get(i)).as("value %d", i).isCloseTo(expected[i], within(1e-4));
    }
  }

  @Test
  void withTheCapacityOfEachClipABatchIsItsClipsAlone() {
    Recording recording =
        S4dFixtures.run(
            S4dFixtures.MOE, "image_b3", false, S4dNet.Capacity.OF_CLIP, Precision.FLOAT32);

    assertClose(
        "features",
        value(recording, "features"),
        S4dFixtures.npy(S4dFixtures.MOE.resolve("image_b3/nonoise_features_each_alone.npy")),
        5e-5);
  }

  @Test
  void inBf16TheRouterStaysInFloat32() {
    Recording exact =
        S4dFixtures.run(
            S4dFixtures.MOE, "video_b1", false, S4dNet.Capacity.OF_CLIP, Precision.FLOAT32);
    Recording rounded =
        S4dFixtures.run(
            S4dFixtures.MOE, "video_b1", false, S4dNet.Capacity.OF_CLIP, Precision.BF16);

    assertClose("moe0_gate", value(rounded, "moe0_gate"), value(exact, "moe0_gate"), 0.05);
    assertClose("features", value(rounded, "features"), value(exact, "features"), 0.2);
    float[] gates = value(rounded, "moe0_gate").toFloats();
    for (int token = 0; token < gates.length / 4; token++) {
      double sum = 0;
      for (int e = 0; e < 4; e++) {
        sum += gates[4 * token + e];
      }
      assertThat(sum).as("gates of token %d", token).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void anEmptyConfigLeavesTheSizesToTheTensors(@TempDir Path folder) {
    S4dFixtures.copy(S4dFixtures.MOE, folder, "{}", UnaryOperator.identity());
    try (Weights weights = S4dFixtures.weights(folder, Precision.FLOAT32)) {
      S4dNet net = new S4dNet(weights);

      assertThat(net.shape()).isEqualTo(new S4dShape(16, 160, 8, 2, 64, 4, 1, 256, 1e-6));
      assertThat(net.expertBlocks()).isEqualTo(2);
      assertThat(net.isPretrained()).isFalse();
    }
  }

  @Test
  void preTrainingWeightsGiveTheMeanOfNormalizedTokens(@TempDir Path folder) {
    S4dFixtures.copy(
        S4dFixtures.DENSE,
        folder,
        S4dFixtures.config(S4dFixtures.DENSE),
        name -> name.startsWith("head") || name.startsWith("fc_norm") ? "" : "encoder." + name,
        "encoder.norm.weight",
        "encoder.norm.bias",
        "decoder.norm.weight");
    Path input = S4dFixtures.DENSE.resolve("video_b1/input.npy");
    try (Weights weights = S4dFixtures.weights(folder, Precision.FLOAT32);
        NDManager call = weights.manager().newSubManager()) {
      S4dNet net = new S4dNet(weights);
      float[] features =
          net.forward(S4dFixtures.array(call, S4dFixtures.npy(input)), Taps.NONE).toFloatArray();

      assertThat(net.isPretrained()).isTrue();
      assertThat(net.expertBlocks()).isZero();
      float[] expected = meanOfNormalized();
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) features[i]).as("value %d", i).isCloseTo(expected[i], within(5e-5));
      }
    }
  }

  /** Each token of the last hidden state normalized, times 1, plus 1; then their mean. */
  private static float[] meanOfNormalized() {
    NpyArray states = S4dFixtures.npy(S4dFixtures.DENSE.resolve("video_b1/hidden_states.npy"));
    int tokens = states.shape()[2];
    int width = states.shape()[3];
    float[] values = states.toFloats();
    int last = values.length - tokens * width;
    float[] mean = new float[width];
    for (int t = 0; t < tokens; t++) {
      double sum = 0;
      double squares = 0;
      for (int j = 0; j < width; j++) {
        double value = values[last + t * width + j];
        sum += value;
        squares += value * value;
      }
      double center = sum / width;
      double deviation = Math.sqrt(squares / width - center * center + 1e-6);
      for (int j = 0; j < width; j++) {
        mean[j] += (float) (((values[last + t * width + j] - center) / deviation + 1) / tokens);
      }
    }
    return mean;
  }

  @Test
  void inputOfAnotherShapeIsRefused() {
    try (Weights weights = S4dFixtures.weights(S4dFixtures.DENSE, Precision.FLOAT32);
        NDManager call = weights.manager().newSubManager()) {
      S4dNet net = new S4dNet(weights);

      for (Shape wrong :
          List.of(
              new Shape(1, 4, 3, 32, 32),
              new Shape(1, 3, 6, 32, 32),
              new Shape(1, 3, 4, 32, 40),
              new Shape(1, 3, 40, 32),
              new Shape(3, 32, 32))) {
        assertThatThrownBy(() -> net.forward(call.zeros(wrong), Taps.NONE))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("clips [batch, 3, 4, 32, 32] or pictures [batch, 3, 32, 32]");
      }
    }
  }

  @Test
  void tensorsThatAreMissingAreNamed(@TempDir Path folder) {
    for (String missing :
        List.of(
            "blocks.2.moe_layer.experts.3.fc1.weight",
            "blocks.3.moe_layer.router.noise_linear.bias",
            "blocks.3.moe_layer.router.topkroute_linear.weight",
            "blocks.1.attn.v_bias",
            "blocks.3.norm1.weight",
            "fc_norm.weight",
            "patch_embed.proj.weight")) {
      S4dFixtures.copy(
          S4dFixtures.MOE,
          folder,
          S4dFixtures.config(S4dFixtures.MOE),
          name -> name.equals(missing) ? "" : name);

      assertRefused(folder, missing);
    }
  }

  @Test
  void configsThatDoNotFitAreRefused(@TempDir Path folder) {
    for (List<String> change :
        List.of(
            List.of("\"top_k\": 2", "\"top_k\": 5", "top_k"),
            List.of("\"all_frames\": 4", "\"all_frames\": 5", "all_frames 5"),
            List.of("\"img_size\": 32", "\"img_size\": 33", "img_size 33"),
            List.of("\"num_heads\": 4", "\"num_heads\": 5", "num_heads 5"),
            List.of("\"embed_dim\": 64", "\"embed_dim\": 32", "must have [32, 3, 2, 8, 8]"),
            List.of("\"capacity_factor\": 1.0", "\"capacity_factor\": 0", "capacity_factor"),
            List.of("\"num_experts\": 4", "\"num_experts\": 6", "topkroute_linear.weight"),
            List.of("\"use_mean_pooling\": true", "\"use_mean_pooling\": false", "pooling"))) {
      String config = S4dFixtures.config(S4dFixtures.MOE).replace(change.get(0), change.get(1));
      S4dFixtures.copy(S4dFixtures.MOE, folder, config, UnaryOperator.identity());

      assertRefused(folder, change.get(2));
    }
  }

  @Test
  void expertsTheConfigPromisesMustBeThere(@TempDir Path folder) {
    S4dFixtures.copy(
        S4dFixtures.MOE,
        folder,
        S4dFixtures.config(S4dFixtures.MOE),
        name -> name.contains("moe_layer") ? "" : name);

    assertRefused(folder, "blocks.2.moe_layer.router.topkroute_linear.weight");
  }

  @Test
  void aLayerScaleIsRefused(@TempDir Path folder) {
    S4dFixtures.copy(
        S4dFixtures.DENSE,
        folder,
        S4dFixtures.config(S4dFixtures.DENSE),
        UnaryOperator.identity(),
        "blocks.0.gamma_1");

    assertRefused(folder, "gamma_1");
  }

  private static void assertRefused(Path folder, String named) {
    try (Weights weights = S4dFixtures.weights(folder, Precision.FLOAT32)) {
      assertThatThrownBy(() -> new S4dNet(weights))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(named);
    }
  }

  private static NpyArray value(Recording recording, String name) {
    return Objects.requireNonNull(recording.values().get(name));
  }

  private static void add(List<Float> values, float[] more) {
    for (float value : more) {
      values.add(value);
    }
  }

  private static void assertClose(
      String name, NpyArray actual, NpyArray expected, double tolerance) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    float[] found = actual.toFloats();
    float[] wanted = expected.toFloats();
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) found[i])
          .as("value %d of %s", i, name)
          .isCloseTo(wanted[i], within(tolerance));
    }
  }
}
