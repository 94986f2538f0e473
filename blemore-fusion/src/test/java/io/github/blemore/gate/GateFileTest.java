package io.github.blemore.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.ModelException;
import io.github.blemore.Vote;
import io.github.blemore.internal.Sha256;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateFileTest {

  @TempDir Path folder;

  private Path file = Path.of("");
  private Path text = Path.of("");

  @BeforeEach
  void nameFiles() {
    file = folder.resolve("gate.safetensors");
    text = folder.resolve("gate.json");
  }

  private static GatedFusion fusion() {
    return MadeUp.fusion(2, Map.of("a", 5, "b.x", 4));
  }

  private static List<Vote> votes() {
    Random random = new Random(9);
    return List.of(
        MadeUp.vote("a", MadeUp.noise(random, 5)), MadeUp.vote("b.x", MadeUp.noise(random, 4)));
  }

  @Test
  void whatIsSavedIsLoaded() throws IOException {
    fusion().save(file);
    GatedFusion loaded = GatedFusion.load(file);

    assertThat(loaded.fuse(votes())).isEqualTo(fusion().fuse(votes()));
    assertThat(loaded.weights()).isEqualTo(fusion().weights());
    assertThat(loaded.provenance()).isEqualTo(fusion().provenance());
    assertThat(loaded).hasToString(fusion().toString());
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("gate.safetensors", "gate.json");
  }

  @Test
  void whatWasTrainedWithoutValidationIsLoaded() throws IOException {
    GatedFusion trained =
        GateTraining.builder().build().fit(MadeUp.sets(1, 36, "a", "b"), 1).fusion();
    trained.save(file);

    assertThat(GatedFusion.load(file).provenance()).isEqualTo(trained.provenance());
    assertThat(GatedFusion.load(file).weights()).isEqualTo(trained.weights());
  }

  @Test
  void theFilesSayWhatTheyAre() throws IOException {
    fusion().save(file);
    SafeTensors tensors = SafeTensors.map(file);

    assertThat(tensors.names())
        .contains("encoder.a.projection", "encoder.b.x.mean", "gate.2.weight", "salience.bias");
    assertThat(tensors.get("encoder.b.x.projection").shape()).containsExactly(8, 4);
    assertThat(tensors.metadata())
        .containsEntry("encoders", "a b.x")
        .containsEntry("classes", "ang disg fea hap sad neu");
    assertThat(Files.readString(text))
        .contains("\"folds\" : \"0 1 2 3\"", "\"best\" : 2", "\"epoch\" : 37", "\"id\" : \"b.x\"");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    assertRefused("there is no", "gate.json");
    fusion().save(file);
    Files.delete(file);
    assertRefused("there is no", "gate.safetensors");
  }

  @Test
  void theNameMustEndAsItShould() {
    assertThatThrownBy(() -> fusion().save(folder.resolve("gate.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("gated fusion", "NAME.safetensors");
    assertThatThrownBy(() -> GatedFusion.load(folder.resolve("gate")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NAME.safetensors");
  }

  @Test
  void aChangedFileIsRefused() throws IOException {
    fusion().save(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);

    assertRefused("SHA-256", "one was changed");
  }

  @Test
  void filesOfTwoFusionsDoNotGoTogether() throws IOException {
    Path other = folder.resolve("other.safetensors");
    MadeUp.fusion(2, Map.of("a", 6)).save(other);
    fusion().save(file);
    Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertRefused("do not belong together");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\" : 1 | \"version\" : 2 | version 2",
        "blemore-gated-fusion | blemore-softmax-head | format \"blemore-softmax-head\"",
        "\"dimension\" : 5 | \"dimension\" : 6 | must be [6]",
        "\"dimension\" : 5 | \"dimension\" : 0 | dimension of encoder a is 0",
        "\"dimension\" : 8 | \"dimension\" : 9 | must be [9, 5]",
        "\"ang\", \"disg\" | \"disg\", \"ang\" | classes",
        "\"id\" : \"a\" | \"id\" : null | id of an encoder is null",
        "\"id\" : \"a\" | \"id\" : \"b.x\" | all different",
        "\"id\" : \"a\" | \"id\" : \"c\" | document says c b.x",
        "\"best\" : 2 | \"best\" : 0 | best encoders is 0",
        "\"alpha\" : 0.1 | \"alpha\" : 1.5 | alpha is 1.5",
        "\"device\" : \"cpu\" | \"device\" : null | device is null",
        "\"epoch\" : 37, | '' | epoch",
        "{ | [ | Unexpected",
      })
  void aDocumentThatDoesNotFitIsRefused(String what, String by, String message) throws IOException {
    fusion().save(file);
    String changed = Files.readString(text).replace(what, by);
    assertThat(changed).isNotEqualTo(Files.readString(text));
    Files.writeString(text, changed);

    assertRefused(message);
  }

  @Test
  void numbersThatCannotBeAFusionsAreRefused() throws IOException {
    rewrite("encoder.a.scale", 2, 0);
    assertRefused("encoder a: scale of feature 2 is 0.0");
    rewrite("encoder.b.x.mean", 1, Float.NaN);
    assertRefused("encoder b.x: mean of feature 1 is NaN");
    rewrite("gate.0.weight", 3, Float.POSITIVE_INFINITY);
    assertRefused("value 3 of tensor gate.0.weight is Infinity");
  }

  /** Saves a fusion with one value changed, and a document that has the new SHA-256. */
  private void rewrite(String name, int index, float value) throws IOException {
    fusion().save(file);
    String before = Sha256.of(file);
    SafeTensors tensors = SafeTensors.parse(Files.readAllBytes(file), "saved");
    SafeTensorsWriter writer = new SafeTensorsWriter();
    tensors.metadata().forEach(writer::metadata);
    for (String each : tensors.names()) {
      Tensor tensor = tensors.get(each);
      float[] values = tensor.toFloats();
      if (each.equals(name)) {
        values[index] = value;
      }
      writer.add(each, values, tensor.shape());
    }
    writer.write(file);
    Files.writeString(text, Files.readString(text).replace(before, Sha256.of(file)));
  }

  private void assertRefused(String... message) {
    assertThatThrownBy(() -> GatedFusion.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(message);
  }
}
