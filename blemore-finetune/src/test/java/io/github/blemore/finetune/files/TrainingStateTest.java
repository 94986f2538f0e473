package io.github.blemore.finetune.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.ModelException;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingStateTest {

  private static final Map<String, String> SETTINGS =
      Map.of("seed", "7", "learningRate", "1.0E-4", "note", "a \"text\", ü");

  @TempDir private Path folder;

  /** Any bits but those of a NaN, of which hardware may change some. */
  private static float[] bits(int size, int seed) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      int bits = (i + seed) * 0x9e3779b1;
      values[i] =
          Float.intBitsToFloat((bits & 0x7f800000) == 0x7f800000 ? bits & 0x807fffff : bits);
    }
    return values;
  }

  private static TrainedTensor tensor(Supplier<float[]> values, long... shape) {
    return new TrainedTensor(shape, values);
  }

  private static TrainingState.Parameter parameter(int seed, int rows, int columns) {
    int size = rows * columns;
    return new TrainingState.Parameter(
        tensor(() -> bits(size, seed), rows, columns),
        tensor(() -> bits(size, seed + 1000), rows, columns),
        tensor(() -> bits(size, seed + 2000), rows, columns));
  }

  private static TrainingProgress progress() {
    return new TrainingProgress(
        3,
        (1L << 40) + 1,
        Optional.of(new TrainingProgress.Best(2, 0.1 + 0.2)),
        new TreeMap<>(Map.of("loss", List.of(1.7, Math.PI, 1e-300), "score", List.of(0.1, 0.3))));
  }

  private static TrainingState state() {
    Map<String, TrainingState.Parameter> parameters = new LinkedHashMap<>();
    parameters.put("encoder.layer.0.weight", parameter(1, 70, 300));
    parameters.put("first/odd name", parameter(2, 1, 5));
    return TrainingState.of(SETTINGS, progress(), parameters);
  }

  private static void assertSameBits(TrainedTensor read, TrainedTensor written) {
    assertThat(read.shape()).isEqualTo(written.shape());
    assertThat(rawBits(read)).isEqualTo(rawBits(written));
  }

  private static int[] rawBits(TrainedTensor tensor) {
    float[] values = tensor.values().get();
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void everythingComesBackBitForBit() throws IOException {
    Path file = folder.resolve("state.safetensors");
    TrainingState written = state();
    written.write(file);
    TrainingState read = TrainingState.read(file);

    assertThat(read.settings()).isEqualTo(SETTINGS);
    assertThat(read.progress()).isEqualTo(progress());
    assertThat(read.parameters().keySet()).containsExactlyElementsOf(written.parameters().keySet());
    written
        .parameters()
        .forEach(
            (name, parameter) -> {
              TrainingState.Parameter same = read.parameter(name);
              assertSameBits(same.value(), parameter.value());
              assertSameBits(same.first(), parameter.first());
              assertSameBits(same.second(), parameter.second());
            });
  }

  @Test
  void aRunThatHasNotBegunComesBackToo() throws IOException {
    Path file = folder.resolve("state.safetensors");
    TrainingState.of(Map.of(), TrainingProgress.none(), Map.of()).write(file);

    TrainingState read = TrainingState.read(file);
    assertThat(read.progress()).isEqualTo(TrainingProgress.none());
    assertThat(read.progress().best()).isEmpty();
    assertThat(read.parameters()).isEmpty();
  }

  @Test
  void whatWasReadMayReplaceItself() throws IOException {
    Path file = folder.resolve("state.safetensors");
    state().write(file);
    TrainingState.read(file).write(file);

    assertSameBits(
        TrainingState.read(file).parameter("encoder.layer.0.weight").second(),
        state().parameter("encoder.layer.0.weight").second());
  }

  @Test
  void aParameterOfAnotherNetworkIsNamed() {
    TrainingState state = state();

    assertThatThrownBy(() -> state.parameter("decoder.weight"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no parameter \"decoder.weight\" among its 2");
  }

  @Test
  void everyDifferenceOfSettingsIsListed() {
    TrainingState state = state();
    state.requireSame(SETTINGS);

    assertThatThrownBy(
            () -> state.requireSame(Map.of("seed", "8", "note", "a \"text\", ü", "batch", "4")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "(batch: was not set, is 4; learningRate: was 1.0E-4, is not set; seed: was 7, is 8)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 100, 200_000})
  void aCutFileSaysWhatToDo(int bytes) throws IOException {
    Path file = folder.resolve("state.safetensors");
    state().write(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));

    assertThatThrownBy(() -> TrainingState.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot go on from " + file)
        .hasMessageContaining("delete it to start anew from the checkpoint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{\"settings\":{},\"epoch\":1,\"step\":1,\"best\":[],\"records\":null}",
        "{\"settings\":{},\"epoch\":1,\"step\":1,\"best\":[],\"records\":{\"loss\":[null]}}",
        "{\"settings\":{},\"epoch\":-1,\"step\":1,\"best\":[],\"records\":{}}",
      })
  void aDamagedTextSaysWhatToDo(String json) throws IOException {
    Path file = folder.resolve("state.safetensors");
    new SafeTensorsWriter()
        .metadata("format", "blemore training state 1")
        .metadata("state", json)
        .write(file);

    assertThatThrownBy(() -> TrainingState.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("delete it to start anew");
  }

  @Test
  void missingMomentsAndOtherFilesAreRefused() throws IOException {
    Path file = folder.resolve("state.safetensors");
    String json = "{\"settings\":{},\"epoch\":1,\"step\":1,\"best\":[],\"records\":{}}";
    new SafeTensorsWriter()
        .metadata("format", "blemore training state 1")
        .metadata("state", json)
        .add("value/a", new float[1], 1)
        .add("first/a", new float[1], 1)
        .write(file);
    assertThatThrownBy(() -> TrainingState.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("second/a");

    new SafeTensorsWriter().metadata("format", "pt").write(file);
    assertThatThrownBy(() -> TrainingState.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("its format is \"pt\"");

    Files.delete(file);
    assertThatThrownBy(() -> TrainingState.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there is no training state " + file);
  }

  @Test
  void valuesThatFailLeaveTheOldState() throws IOException {
    Path file = folder.resolve("state.safetensors");
    state().write(file);
    byte[] before = Files.readAllBytes(file);
    Supplier<float[]> failing =
        () -> {
          throw new IllegalStateException("stopped");
        };
    TrainingState broken =
        TrainingState.of(
            SETTINGS,
            progress(),
            Map.of(
                "a",
                new TrainingState.Parameter(
                    tensor(() -> new float[50_000], 50_000),
                    tensor(failing, 50_000),
                    tensor(failing, 50_000))));

    assertThatThrownBy(() -> broken.write(file)).isInstanceOf(IllegalStateException.class);
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aStateThatCannotBeWrittenNamesTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "").resolve("state.safetensors");

    assertThatThrownBy(() -> state().write(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("training state " + file + " cannot be written")
        .hasMessageContaining("there is none");
  }

  @Test
  void shapesAndNumbersAreChecked() {
    TrainedTensor two = tensor(() -> new float[2], 2);
    TrainedTensor three = tensor(() -> new float[3], 3);

    assertThatThrownBy(() -> new TrainingState.Parameter(two, two, three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2] and [3]");
    assertThatThrownBy(() -> new TrainingProgress.Best(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new TrainingProgress(
                    1,
                    1,
                    Optional.empty(),
                    new TreeMap<>(Map.of("loss", List.of(Double.POSITIVE_INFINITY)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"loss\" is [Infinity]: must be finite");
  }
}
