package io.github.blemore.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.ModelException;
import io.github.blemore.internal.Sha256;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  private static final Path PICKLE = Path.of("src/test/resources/fixtures/pickle/s4d_like.pth");
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir Path folder;

  @BeforeEach
  void writeConfig() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"small\", \"width\": 8}");
  }

  private void safeTensors(String file, String tensor, float value) throws IOException {
    new SafeTensorsWriter().add(tensor, new float[] {value}, 1).write(folder.resolve(file));
  }

  @Test
  void oneSafeTensorsFile() throws IOException {
    safeTensors("model.safetensors", "a", 1);
    Checkpoint checkpoint = Checkpoint.open(folder);

    assertThat(checkpoint.names()).containsExactly("a");
    assertThat(checkpoint.tensor("a").toFloats()).containsExactly(1);
    assertThat(checkpoint.sha256()).isEqualTo(Sha256.of(folder.resolve("model.safetensors")));
    assertThat(checkpoint.config().count("width")).isEqualTo(8);
    assertThat(checkpoint.processor()).isEmpty();
  }

  @Test
  void shardsAreOneCheckpoint() throws IOException {
    safeTensors("model-2.safetensors", "a", 2);
    safeTensors("model-1.safetensors", "b", 1);
    index("{'a': 'model-2.safetensors', 'b': 'model-1.safetensors'}");
    Checkpoint checkpoint = Checkpoint.open(folder);

    assertThat(checkpoint.names()).containsExactly("a", "b");
    assertThat(checkpoint.tensor("a").toFloats()).containsExactly(2);
    assertThat(checkpoint.tensor("b").toFloats()).containsExactly(1);
    String digests =
        Sha256.of(folder.resolve("model-1.safetensors"))
            + Sha256.of(folder.resolve("model-2.safetensors"));
    assertThat(checkpoint.sha256()).isEqualTo(Sha256.of(digests.getBytes(US_ASCII)));
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    index("{'a': 'model-1.safetensors'}");

    requireRefused(folder, INDEX + " names model-1.safetensors: it is not there");
  }

  @Test
  void aTensorThatItsShardLacksIsNamed() throws IOException {
    safeTensors("model-1.safetensors", "b", 1);
    index("{'a': 'model-1.safetensors'}");

    requireRefused(folder, "tensor \"a\" is in model-1.safetensors: it is not");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'../x.safetensors'",
        "'/x.safetensors'",
        "'sub/x.safetensors'",
        "'..'",
        "''",
        "1"
      })
  void anIndexNamesFilesBesideItOnly(String file) throws IOException {
    index("{'a': %s}".formatted(file));

    requireRefused(folder, "must be a name of a file beside it");
  }

  @Test
  void anIndexMustNameTensors() throws IOException {
    index("{}");

    requireRefused(folder, "names no tensors");
  }

  private void index(String map) throws IOException {
    Files.writeString(
        folder.resolve(INDEX), "{'weight_map': %s}".formatted(map).replace('\'', '"'));
  }

  @Test
  void pickledWeightsAreReadButSafeTensorsPreferred() throws IOException {
    Files.copy(PICKLE, folder.resolve("pytorch_model.bin"));
    assertThat(Checkpoint.open(folder).tensor("offset").toFloats()).containsExactly(5, 6, 7);

    safeTensors("model.safetensors", "a", 1);
    assertThat(Checkpoint.open(folder).names()).containsExactly("a");
  }

  @Test
  void pickledShardsAreRead() throws IOException {
    Files.copy(PICKLE, folder.resolve("pytorch_model-1.bin"));
    Files.writeString(
        folder.resolve("pytorch_model.bin.index.json"),
        "{\"weight_map\": {\"half\": \"pytorch_model-1.bin\"}}");

    assertThat(Checkpoint.open(folder).tensor("half").toFloats()).containsExactly(0.5f, -3);
  }

  @Test
  void aSingleFileNeedsNoConfigUntilItIsAsked() {
    Checkpoint checkpoint = Checkpoint.open(PICKLE);

    assertThat(checkpoint.names()).contains("whole", "half");
    assertThat(checkpoint.folder()).isEqualTo(PICKLE.toAbsolutePath().getParent());
    assertThat(checkpoint.config().has("hidden_size")).isFalse();
    assertThat(checkpoint.isMadeUp()).isFalse();
    assertThatThrownBy(() -> checkpoint.config().count("hidden_size"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("config.json, which is not there, has no \"hidden_size\"");
  }

  @Test
  void aSingleFileHasTheConfigBesideIt() throws IOException {
    Path file = Files.copy(PICKLE, folder.resolve("best.pth"));

    assertThat(Checkpoint.open(file).config().text("model_type")).isEqualTo("small");
  }

  @Test
  void whatCannotBeOpenedSaysWhy() throws IOException {
    requireRefused(folder, "holds no weights: must have model.safetensors or");
    requireRefused(folder.resolve("none"), "is not there");
    requireRefused(Files.writeString(folder.resolve("a.onnx"), ""), "must end in .safetensors");
    Files.delete(folder.resolve("config.json"));
    requireRefused(folder, "config.json");
  }

  @Test
  void anUnknownTensorIsNamed() throws IOException {
    safeTensors("model.safetensors", "a", 1);

    assertThatThrownBy(() -> Checkpoint.open(folder).tensor("b"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has no tensor \"b\" among its 1, such as [a]");
  }

  private static void requireRefused(Path path, String reason) {
    assertThatThrownBy(() -> Checkpoint.open(path))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(reason);
  }
}
