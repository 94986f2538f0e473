package io.github.blemore.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The original's values, whole and changed. */
class VisionCheckTest {

  private static final Path ORIGINAL =
      Path.of("../blemore-encoders/src/test/resources/fixtures/vit");
  private static final List<String> TENSORS =
      List.of("input", "hidden_states", "last_hidden_state", "pooler_output");

  @TempDir private Path folder;
  private Path oneCase;

  /** A case of a name of its own. */
  @BeforeEach
  void copy() throws IOException {
    oneCase = Files.createDirectory(folder.resolve("any"));
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(ORIGINAL.resolve(name), folder.resolve(name));
    }
    for (String name : TENSORS) {
      Files.copy(ORIGINAL.resolve("b1/" + name + ".npy"), oneCase.resolve(name + ".npy"));
    }
  }

  private List<ConformanceReport.Check> run() throws IOException {
    Findings findings = new Findings("made up");
    for (Conformance.FixtureCheck check : EncoderFolders.checks(folder)) {
      check.run(folder, findings);
    }
    return findings.checks();
  }

  private List<String> failed() throws IOException {
    return run().stream()
        .filter(found -> !found.ok())
        .map(ConformanceReport.Check::tensor)
        .toList();
  }

  private void change(String name) throws IOException {
    Path file = oneCase.resolve(name + ".npy");
    NpyArray array = NpyArray.read(file);
    float[] values = array.toFloats();
    values[values.length - 1] += 1e-3f;
    NpyArray.ofFloats(values, array.shape()).write(file);
  }

  @Test
  void everyTensorOfEveryCase() throws IOException {
    assertThat(run())
        .hasSize(3)
        .allMatch(ConformanceReport.Check::ok)
        .allMatch(check -> check.caseName().equals("any") && check.maxAbsDiff() > 0);
  }

  @Test
  void oneChangedNumberIsFound() throws IOException {
    change("hidden_states");
    assertThat(failed()).containsExactly("hidden_states");

    change("pooler_output");
    assertThat(failed()).containsExactly("hidden_states", "pooler_output");
  }

  @Test
  void aTensorTheNetworkDoesNotOfferFails() throws IOException {
    Files.copy(oneCase.resolve("pooler_output.npy"), oneCase.resolve("image_embeds.npy"));

    assertThat(failed()).containsExactly("image_embeds");
  }

  @Test
  void anotherShapeFails() throws IOException {
    Path file = oneCase.resolve("pooler_output.npy");
    NpyArray.ofFloats(NpyArray.read(file).toFloats(), 64).write(file);

    assertThat(failed()).containsExactly("pooler_output");
  }

  @Test
  void foldersOfOtherKindsAreLeftToOthers() throws IOException {
    assertThat(EncoderFolders.checks(oneCase)).isEmpty();
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\"}");
    assertThat(EncoderFolders.checks(folder)).isEmpty();
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"hubert\"}");
    assertThat(EncoderFolders.checks(folder)).hasOnlyElementsOfType(SpeechCheck.class);
    Files.writeString(folder.resolve("config.json"), "{\"embed_dim\": 8, \"all_frames\": 2}");
    assertThat(EncoderFolders.checks(folder)).hasOnlyElementsOfType(S4dCheck.class);
  }
}
