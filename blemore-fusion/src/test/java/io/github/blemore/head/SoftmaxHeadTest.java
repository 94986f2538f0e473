package io.github.blemore.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.ModelException;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxHeadTest {

  @TempDir Path folder;

  private static Embedding embedding(int dimension) {
    Random random = new Random(9);
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) (10 + random.nextGaussian());
    }
    return Embedding.of(MadeUp.ENCODER, values);
  }

  /** As wide as the baseline's widest features, many windows, odd numbers of both. */
  @ParameterizedTest
  @CsvSource({"5003, 512", "5003, 0", "91, 255", "1, 1"})
  void computesWhatPyTorchComputes(int dimension, int hidden) {
    SoftmaxHead head = MadeUp.head(dimension, hidden);
    TrainingSet clips = MadeUp.clips(8, 19, dimension, 2);
    Samples samples = Samples.of(clips, head.standardizer());
    float[] expected;
    try (TrainingRun run = new TrainingRun(TorchDevice.of(Device.cpu()), head.weights(), samples)) {
      NDArray features = run.matrix(samples.features());
      expected = run.logits(features);
    }
    float[] actual = new Layers(head.weights()).logits(samples.features());

    assertThat(actual).containsExactly(expected, within(1e-5f));
    List<float[]> windows = clips.windows();
    for (int clip = 0; clip < 19; clip++) {
      double[] p =
          head.predict(
                  List.of(
                      Embedding.of(
                          MadeUp.ENCODER, windows.get(2 * clip), windows.get(2 * clip + 1))))
              .get(0)
              .toArray();
      assertThat(p)
          .containsExactly(SoftmaxHead.distribution(expected, 2 * clip, 2).toArray(), within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"40, 12", "40, 0"})
  void whatIsSavedIsLoaded(int dimension, int hidden) throws IOException {
    SoftmaxHead head = MadeUp.head(dimension, hidden);
    Path file = folder.resolve("face.safetensors");
    head.save(file);
    SoftmaxHead loaded = SoftmaxHead.load(file);

    assertThat(loaded.predict(List.of(embedding(40))))
        .isEqualTo(head.predict(List.of(embedding(40))));
    assertThat(loaded.weights()).isEqualTo(head.weights());
    assertThat(loaded.encoderId()).isEqualTo(head.encoderId());
    assertThat(loaded.provenance()).isEqualTo(head.provenance());
    assertThat(loaded).hasToString(head.toString());
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("face.safetensors", "face.json");
  }

  @Test
  void theFileHasTheBaselinesNames() throws IOException {
    Path file = folder.resolve("face.safetensors");
    MadeUp.head(40, 12).save(file);
    SafeTensors tensors = SafeTensors.map(file);

    assertThat(tensors.names())
        .containsExactlyInAnyOrder(
            "fc.0.weight", "fc.0.bias", "fc.2.weight", "fc.2.bias", "scaler.mean", "scaler.scale");
    assertThat(tensors.get("fc.0.weight").shape()).containsExactly(12, 40);
    assertThat(tensors.metadata())
        .containsEntry("encoder", "made-up")
        .containsEntry("classes", "ang disg fea hap sad neu");
    assertThat(Files.readString(folder.resolve("face.json")))
        .contains("\"folds\" : \"0 1 2 3\"", "\"learningRate\" : 0.001", "\"epoch\" : 37");
  }

  @Test
  void savingReplacesAnOlderHead() throws IOException {
    Path file = folder.resolve("face.safetensors");
    MadeUp.head(40, 12).save(file);
    MadeUp.head(41, 0).save(file);

    assertThat(SoftmaxHead.load(file).dimension()).isEqualTo(41);
  }

  @Test
  void aFolderThatCannotBeWrittenLosesNothing() throws IOException {
    Path file = folder.resolve("face.safetensors");
    SoftmaxHead head = MadeUp.head(40, 12);
    head.save(file);
    Path blocked = Files.createDirectory(folder.resolve("sub"));
    Files.createDirectories(blocked.resolve("face.json/not-empty"));

    assertThatThrownBy(() -> head.save(folder.resolve("none/face.safetensors")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none is no folder");
    assertThatThrownBy(() -> head.save(file.resolve("face.safetensors")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("face.safetensors is no folder");
    assertThatThrownBy(() -> head.save(blocked.resolve("face.safetensors")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("face.json: it is a folder");
    assertThat(blocked.toFile().list()).containsExactly("face.json");
    assertThat(SoftmaxHead.load(file).weights()).isEqualTo(head.weights());
  }

  @Test
  void theNameMustEndAsItShould() {
    assertThatThrownBy(() -> MadeUp.head(40, 12).save(folder.resolve("face.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NAME.safetensors");
    assertThatThrownBy(() -> SoftmaxHead.load(folder.resolve("face")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NAME.safetensors");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Path file = folder.resolve("face.safetensors");

    assertThatThrownBy(() -> SoftmaxHead.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there is no")
        .hasMessageContaining("face.json");
    MadeUp.head(40, 12).save(file);
    Files.delete(file);
    assertThatThrownBy(() -> SoftmaxHead.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there is no")
        .hasMessageContaining("face.safetensors");
  }

  @Test
  void aChangedFileIsRefused() throws IOException {
    Path file = folder.resolve("face.safetensors");
    MadeUp.head(40, 12).save(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> SoftmaxHead.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("SHA-256")
        .hasMessageContaining("one was changed");
  }

  @Test
  void filesOfTwoHeadsDoNotGoTogether() throws IOException {
    MadeUp.head(40, 12).save(folder.resolve("a.safetensors"));
    MadeUp.head(41, 12).save(folder.resolve("b.safetensors"));
    Files.copy(
        folder.resolve("a.json"), folder.resolve("b.json"), StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> SoftmaxHead.load(folder.resolve("b.safetensors")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("do not belong together");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\" : 1 | \"version\" : 2 | version 2",
        "blemore-softmax-head | other | format \"other\"",
        "\"dimension\" : 40 | \"dimension\" : 39 | 39 features",
        "\"ang\", \"disg\" | \"disg\", \"ang\" | classes",
        "\"encoder\" : \"made-up\" | \"encoder\" : null | encoder is null",
        "\"encoder\" : \"made-up\" | \"encoder\" : \"other\" | other",
        "\"epochs\" : 200 | \"epochs\" : 0 | epochs is 0",
        "\"alpha\" : 0.1 | \"alpha\" : 1.5 | alpha is 1.5",
        "\"dimension\" : 40, | '' | dimension",
        "{ | [ | Unexpected",
      })
  void aDocumentThatDoesNotFitIsRefused(String what, String by, String message) throws IOException {
    Path file = folder.resolve("face.safetensors");
    MadeUp.head(40, 12).save(file);
    Path text = folder.resolve("face.json");
    String changed = Files.readString(text).replace(what, by);
    assertThat(changed).isNotEqualTo(Files.readString(text));
    Files.writeString(text, changed);

    assertThatThrownBy(() -> SoftmaxHead.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void weightsThatCannotBeAHeadsAreRefused() {
    assertThatThrownBy(() -> read(new SafeTensorsWriter().add("fc.0.weight", new float[12], 6, 2)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no tensor \"fc.0.bias\"");
    assertThatThrownBy(() -> read(linear(new float[12], 4, 3, 4)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("must be [6, 4]");
    assertThatThrownBy(() -> read(linear(new float[12], 5, 6, 2)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("must be [6]");
    assertThatThrownBy(() -> read(linear(new float[12], 6, 12)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("must be [outputs, inputs]");
    float[] wrong = new float[12];
    wrong[7] = Float.NaN;
    assertThatThrownBy(() -> read(linear(wrong, 6, 6, 2)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("value 7 of tensor fc.0.weight is NaN");
    assertThatThrownBy(
            () -> read(linear(new float[12], 6, 6, 2).add("fc.4.weight", new float[36], 6, 6)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("fc.4.weight");
    assertThat(read(linear(new float[12], 6, 6, 2)).tensors())
        .containsOnlyKeys("fc.0.weight", "fc.0.bias");
  }

  private static SafeTensorsWriter linear(float[] weights, int biases, long... shape) {
    return new SafeTensorsWriter()
        .add("fc.0.weight", weights, shape)
        .add("fc.0.bias", new float[biases], biases);
  }

  private static HeadWeights read(SafeTensorsWriter file) {
    return HeadWeights.read(SafeTensors.parse(file.toBytes(), "made up"));
  }

  @Test
  void initialWeightsAreThoseOfPyTorchsLinear() {
    List<float[]> tensors = List.copyOf(MadeUp.head(400, 100).weights().tensors().values());

    assertUniform(tensors.get(0), 0.05);
    assertUniform(tensors.get(2), 0.1);
    for (float bias : tensors.get(1)) {
      assertThat((double) bias).isBetween(-0.05, 0.05);
    }
  }

  /** Mean 0 and deviation bound/sqrt(3), each within four standard errors. */
  private static void assertUniform(float[] values, double bound) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      assertThat((double) value).isBetween(-bound, bound);
      sum += value;
      squares += (double) value * value;
    }
    double deviation = bound / Math.sqrt(3);
    assertThat(sum / values.length).isCloseTo(0, within(4 * deviation / Math.sqrt(values.length)));
    assertThat(Math.sqrt(squares / values.length))
        .isCloseTo(deviation, within(4 * deviation / Math.sqrt(values.length)));
  }

  @Test
  void saysWhatItIs() {
    assertThat(MadeUp.head(40, 12))
        .hasToString("MLP-12 head of made-up, epoch 37 of 200, validation score 0.258");
    assertThat(MadeUp.head(40, 0).toString()).startsWith("linear head of made-up");
    assertThat(MadeUp.head(40, 12).dimension()).isEqualTo(40);
  }
}
