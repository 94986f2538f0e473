package io.github.blemore.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.calibration.Calibration;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FittedFusion;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemFolderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BlendSystem SYSTEM = SmallSystem.fit();
  private static final BlendSystem PLAIN = SmallSystem.fitPlain();

  @TempDir private Path temporary;

  private Path saved() throws IOException {
    Path folder = temporary.resolve("system");
    SYSTEM.save(folder);
    return folder;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path only(Path folder, String begin, String end) throws IOException {
    return folder.resolve(
        names(folder).stream()
            .filter(name -> name.startsWith(begin) && name.endsWith(end))
            .findFirst()
            .orElseThrow());
  }

  private static List<ClipDecision> decisions(BlendSystem by) {
    return by.decide(SmallSystem.corpus(), SmallSystem.clips(), Map.of());
  }

  private static void assertSame(BlendSystem loaded, BlendSystem original) {
    assertThat(loaded.origins()).isEqualTo(original.origins());
    assertThat(loaded.members()).usingRecursiveComparison().isEqualTo(original.members());
    assertThat(loaded.fitted()).isEqualTo(original.fitted());
    assertThat(loaded.origin()).isEqualTo(original.origin());
    assertThat(loaded.weights()).isEqualTo(original.weights());
    assertThat(decisions(loaded)).isEqualTo(decisions(original));
  }

  @Test
  void whatIsSavedIsLoaded() throws IOException {
    BlendSystem loaded = BlendSystem.load(saved());

    assertSame(loaded, SYSTEM);
    assertThat(loaded.evaluations()).hasSize(1);
    ExperimentResult before = SYSTEM.evaluation(Protocol.NESTED).orElseThrow();
    ExperimentResult after = loaded.evaluation(Protocol.NESTED).orElseThrow();
    assertThat(after.chosen()).isEqualTo(before.chosen());
    assertThat(after.systems()).hasSameSizeAs(before.systems());
    for (int i = 0; i < before.systems().size(); i++) {
      assertThat(after.systems().get(i).folds()).isEqualTo(before.systems().get(i).folds());
    }

    Path again = temporary.resolve("again");
    loaded.save(again);
    assertThat(BlendSystem.load(again)).usingRecursiveComparison().isEqualTo(loaded);
  }

  @Test
  void whatHasFewPartsIsLoaded() throws IOException {
    Path folder = temporary.resolve("new/plain");
    PLAIN.save(folder);

    assertSame(BlendSystem.load(folder), PLAIN);
    assertThat(BlendSystem.load(folder).evaluations()).isEmpty();
    assertThat(names(folder)).hasSize(5).noneMatch(name -> name.startsWith("evaluations"));
  }

  @Test
  void replacesTheSystemThatIsThere() throws IOException {
    Path folder = saved();
    List<String> before = names(folder);
    PLAIN.save(folder);

    assertSame(BlendSystem.load(folder), PLAIN);
    assertThat(names(folder)).hasSize(5).contains("system.json");
    assertThat(names(folder)).filteredOn(before::contains).containsExactly("system.json");
  }

  /** The second head's file would have too long a name. */
  @Test
  void aSavingThatFailsLeavesTheSystemThatIsThere() throws IOException {
    Path folder = saved();
    String name = "x".repeat(250);
    SystemMember tooLong = new SystemMember(EncoderOrigin.of(form(name, 3)), head(name, 3), false);
    BlendSystem cannot =
        new BlendSystem(
            List.of(PLAIN.members().get(0), tooLong),
            new FittedFusion(
                WeightedFusion.equal(List.of("a", name)),
                Calibration.identity(),
                PLAIN.fitted().rule(),
                Optional.empty(),
                Optional.empty()),
            PLAIN.origin(),
            List.of());

    assertThatThrownBy(() -> cannot.save(folder)).isInstanceOf(IOException.class);
    assertSame(BlendSystem.load(folder), SYSTEM);
    PLAIN.save(folder);
    assertThat(names(folder)).hasSize(5);
  }

  @Test
  void refusesFoldersItCannotUse() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    for (Path wrong : List.of(file, file.resolve("below"))) {
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> BlendSystem.requireUsable(wrong), () -> SYSTEM.save(wrong))) {
        assertThatThrownBy(use)
            .isInstanceOf(IOException.class)
            .hasMessageContaining(wrong + " cannot be made or written to")
            .hasMessageEndingWith("name another");
      }
    }
    Path folder = saved();
    Files.writeString(folder.resolve("thesis.tex"), "mine");
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> BlendSystem.requireUsable(folder), () -> PLAIN.save(folder))) {
      assertThatThrownBy(use)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("holds other files than a system, such as thesis.tex");
    }
    assertSame(BlendSystem.load(folder), SYSTEM);
  }

  @Test
  void aFolderInTheWayOfTheDocumentIsSaid() throws IOException {
    Path folder = temporary.resolve("system");
    Files.createDirectories(folder.resolve("system.json"));
    assertThatThrownBy(() -> SYSTEM.save(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("system.json");
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Path nowhere = temporary.resolve("nowhere");
    assertThatThrownBy(() -> BlendSystem.load(nowhere))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "system %s cannot be loaded: there is no %s"
                .formatted(nowhere, nowhere.resolve("system.json")));
    for (String end : List.of(".safetensors", ".json")) {
      Path folder = saved();
      Path head = only(folder, "head-b", end);
      Files.delete(head);
      assertThatThrownBy(() -> BlendSystem.load(folder))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(head.getFileName().toString());
    }
    Path folder = saved();
    Path evaluations = only(folder, "evaluations", ".json");
    Files.delete(evaluations);
    assertThatThrownBy(() -> BlendSystem.load(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(evaluations.getFileName() + " is not there, which system.json names");
  }

  @ParameterizedTest
  @CsvSource({"head-a, .safetensors", "evaluations, .json"})
  void saysWhichFileWasChanged(String begin, String end) throws IOException {
    Path folder = saved();
    Path file = only(folder, begin, end);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> BlendSystem.load(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file.getFileName() + " has SHA-256 " + Sha256.of(bytes))
        .hasMessageContaining("it was changed, or is of another system");
  }

  @Test
  void refusesTheHeadOfAnotherSystem() throws IOException {
    Path folder = saved();
    Path other = temporary.resolve("other");
    new BlendSystem(
            List.of(
                new SystemMember(PLAIN.origins().get(0), head("a", 12), false),
                PLAIN.members().get(1)),
            PLAIN.fitted(),
            PLAIN.origin(),
            List.of())
        .save(other);
    for (String end : List.of(".safetensors", ".json")) {
      Path ours = only(folder, "head-a", end);
      Files.write(ours, Files.readAllBytes(only(other, "head-a", end)));
    }
    assertThatThrownBy(() -> BlendSystem.load(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is of another system");
  }

  private void assertRefused(Consumer<ObjectNode> change, String problem) throws IOException {
    Path folder = saved();
    Path file = folder.resolve("system.json");
    ObjectNode document = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(document);
    JSON.writeValue(file.toFile(), document);
    assertThatThrownBy(() -> BlendSystem.load(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("system %s cannot be loaded: ".formatted(folder))
        .hasMessageContaining(problem);
  }

  private static ObjectNode at(ObjectNode document, String pointer) {
    return (ObjectNode) document.at(pointer);
  }

  @Test
  void refusesADocumentThatDoesNotFit() throws IOException {
    assertRefused(document -> document.put("version", 2), "saved by a newer version");
    assertRefused(document -> document.put("format", "blemore-softmax-head"), "is of format");
    assertRefused(document -> document.put("mood", "good"), "\"mood\"");
    assertRefused(document -> document.remove("fusion"), "fusion is null");
    assertRefused(document -> document.put("created", "yesterday"), "yesterday");
    assertRefused(document -> at(document, "/fusion").remove("alpha"), "fusion/alpha: ");
    assertRefused(document -> at(document, "/fusion").put("alpha", 1.5), "alpha is 1.5");
    assertRefused(document -> at(document, "/fusion").put("pooling", "loud"), "LOUD");
    assertRefused(document -> at(document, "/fusion").remove("pooling"), "must be weights");
    assertRefused(document -> at(document, "/fusion").remove("offsets"), "scales without offsets");
    assertRefused(
        document -> at(document, "/fusion/weights").put("c", 0.5),
        "weights are of encoders [a, b, c], the system has [a, b]");
    assertRefused(
        document -> at(document, "/fusion/weights").remove("b"),
        "weights are of encoders [a], the system has [a, b]");
    assertRefused(
        document -> at(document, "/fusion/weights").put("b", -0.5), "weight of b is -0.5");
    assertRefused(document -> document.withArray("encoders").remove(1), "the system has [a]");
    assertRefused(
        document -> at(document, "/encoders/0").put("dimension", 13),
        "head of a with 12 features: encoder a makes 13");
    assertRefused(
        document -> at(document, "/encoders/0").put("id", "c"),
        "head of a with 12 features: encoder c");
    assertRefused(
        document -> at(document, "/encoders/0/head").put("sha256", "0".repeat(64)),
        "system.json says 0000");
    assertRefused(
        document -> at(document, "/encoders/0/head").put("file", "../head-a.safetensors"),
        "which is none of a system");
    assertRefused(document -> at(document, "/encoders/0").put("modality", "SMELL"), "SMELL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "[]", "{\"format\": \"blemore-system\", \"version\": 1}"})
  void refusesWhatIsNoSystem(String text) throws IOException {
    Path folder = saved();
    Files.writeString(folder.resolve("system.json"), text);
    assertThatThrownBy(() -> BlendSystem.load(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("system %s cannot be loaded: ".formatted(folder));
  }

  private static EncoderForm form(String id, int dimension) {
    return new EncoderForm(
        id, Optional.empty(), "0123456789abcdef", Modality.BODY, dimension, "nothing", "", false);
  }

  /** A head fitted on next to nothing. */
  private static SoftmaxHead head(String encoder, int dimension) {
    TrainingSet.Builder set = TrainingSet.builder(encoder);
    for (Emotion emotion : Emotion.classOrder()) {
      float[] vector = new float[dimension];
      vector[emotion.index() % dimension] = 1 + emotion.index();
      set.add(emotion.code(), Blend.single(emotion), Embedding.of(encoder, vector));
    }
    return HeadTraining.builder().linear().epochs(1).build().fit(set.build(), 1).head();
  }
}
