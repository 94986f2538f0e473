package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.npy.NpzFile;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {

  private static final EncoderForm OLD = form("ab".repeat(32));
  private static final EncoderForm NEW = form("cd".repeat(32));

  @TempDir private Path folder;
  private Path file;
  private Path clips;

  @BeforeEach
  void path() throws IOException {
    file = folder.resolve("embeddings.db");
    clips = Files.createDirectory(folder.resolve("clips"));
    Files.writeString(clips.resolve("a.mov"), "a");
    Files.writeString(clips.resolve("b.mov"), "b");
  }

  private static EncoderForm form(String checkpoint) {
    return new EncoderForm(
        "faces",
        Optional.of(checkpoint),
        "0123456789abcdef",
        Modality.FACE,
        2,
        "16 frames",
        "mean",
        false);
  }

  private static Row row(EncoderForm form, String clip) {
    return new Row.Encoded(
        clip(clip), "0".repeat(63) + clip, form, Embedding.of("faces", new float[] {1, 2}), "cpu");
  }

  private static Clip clip(String id) {
    return Clip.of(Path.of(id + ".mov")).withId(id);
  }

  private void write(Row... rows) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      store.write(List.of(rows));
    }
  }

  private CommandRun store(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("store", command, "--store", file.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void infoTellsWhatIsThereAndWhatClipsLack() throws IOException {
    write(
        row(OLD, "a"),
        new Row.Encoded(
            clip("c"), "c".repeat(64), OLD, new NoEmbedding("faces", "no face found"), "cpu"),
        new Row.Failed(clip("d"), Optional.empty(), OLD, "no such file"));

    CommandRun json = store("info", "--clips", clips.toString(), "--json", "--check");

    assertThat(json.exit()).as(json.err()).isZero();
    JsonNode faces = json.json().get("forms").get(0);
    assertThat(faces.get("encoder").asText()).isEqualTo("faces");
    assertThat(faces.get("embeddings").asInt()).isEqualTo(1);
    assertThat(faces.get("bytes").asInt()).isEqualTo(8);
    assertThat(faces.get("missing").get("c").asText()).isEqualTo("no face found");
    assertThat(faces.get("failures").get("d").asText()).isEqualTo("no such file");
    assertThat(faces.get("made").get(0).get("encodings").asInt()).isEqualTo(2);
    assertThat(json.json().get("problems")).isEmpty();
    JsonNode compared = json.json().get("clips");
    assertThat(compared.get("lacking").get(0).get("clips")).hasSize(2);
    assertThat(compared.get("changed").get(0).asText()).isEqualTo("a");

    CommandRun text = store("info", "--clips", clips.toString());
    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.out())
        .contains(
            OLD + ": 1 embeddings of 2 values, 8 bytes; 1 missing, 1 failed",
            "missing: no face found: c",
            "failed: no such file: d",
            "clips without " + OLD + ": 2: a, b",
            "clips that changed: 1: a");
  }

  @Test
  void infoTellsHowEncodersAreOpenedAgainAndTheirLicenses() throws IOException {
    write(row(OLD, "a"), row(NEW, "a"));
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      License license = new License("CC-BY-NC-4.0", "https://example.org", false);
      store.describe(new EncoderOrigin(OLD, Optional.of("faces:dir"), Optional.of(license)));
    }

    JsonNode forms = store("info", "--json").json().get("forms");
    assertThat(forms.at("/0/spec").asText()).isEqualTo("faces:dir");
    assertThat(forms.at("/0/license/name").asText()).isEqualTo("CC-BY-NC-4.0");
    assertThat(forms.at("/0/license/source").asText()).isEqualTo("https://example.org");
    assertThat(forms.at("/0/license/commercialUse").asBoolean(true)).isFalse();
    assertThat(forms.at("/1/spec").isNull()).isTrue();
    assertThat(forms.at("/1/license").isNull()).isTrue();
    assertThat(store("info").out())
        .containsOnlyOnce("opened again with faces:dir")
        .containsOnlyOnce("license of the weights: CC-BY-NC-4.0, no commercial use (https://");
  }

  @Test
  void whatIsExportedIsImported() throws IOException {
    write(row(OLD, "a"), row(OLD, "b"));
    Path npz = folder.resolve("faces.npz");
    Path arrays = folder.resolve("arrays");

    CommandRun exported = store("export", "--encoder", "faces", "--out", npz.toString());
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(exported.out()).contains("2 embeddings of " + OLD, "0 rows could not be read");
    try (NpzFile read = NpzFile.open(npz)) {
      assertThat(read.texts("filenames")).containsExactly("a", "b");
    }
    assertThat(store("export", "--encoder", "faces", "--out", arrays.toString()).exit()).isZero();
    assertThat(NpyArray.read(arrays.resolve("a.npy")).toFloats()).containsExactly(1, 2);

    Path second = folder.resolve("second.db");
    for (Path from : List.of(npz, arrays)) {
      String[] arguments = {
        "store",
        "import",
        "--store",
        second.toString(),
        "--encoder",
        "elsewhere",
        "--from",
        from.toString(),
        "--clips",
        clips.toString(),
        "--modality",
        "face"
      };
      CommandRun first = CommandRun.of(arguments);
      assertThat(first.exit()).as(first.err()).isZero();
      assertThat(first.out()).contains("2 added, 0 there already, 0 of both");
      assertThat(CommandRun.of(arguments).out()).contains("0 added, 2 there already");
    }
    try (EmbeddingStore store = EmbeddingStore.openExisting(second)) {
      assertThat(store.forms())
          .hasSize(2)
          .allSatisfy(form -> assertThat(form.modality()).isEqualTo(Modality.FACE));
    }
  }

  @Test
  void severalFormsAreToldApart() throws IOException {
    write(row(OLD, "a"), row(NEW, "a"), row(NEW, "b"));
    Path npz = folder.resolve("faces.npz");

    CommandRun unclear = store("export", "--encoder", "faces", "--out", npz.toString());
    assertThat(unclear.exit()).isEqualTo(1);
    assertThat(unclear.err())
        .startsWith("error: ")
        .contains("2 forms", "--checkpoint", OLD.toString(), NEW.toString());

    CommandRun none = store("remove", "--encoder", "faces", "--checkpoint", "ef");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("no such form", OLD.toString());

    CommandRun removed = store("remove", "--encoder", "faces", "--checkpoint", "cd");
    assertThat(removed.exit()).as(removed.err()).isZero();
    assertThat(removed.out()).contains("removed of " + NEW + ": 2 embeddings");
    assertThat(store("export", "--encoder", "faces", "--out", npz.toString()).exit()).isZero();
  }

  @Test
  void aDamagedEmbeddingIsSaidAndRemoved() throws IOException, SQLException {
    write(row(OLD, "a"), row(OLD, "b"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE encoding SET crc32 = crc32 + 1 WHERE clip = 'a'");
    }
    Path npz = folder.resolve("faces.npz");

    CommandRun checked = store("info", "--check");
    assertThat(checked.exit()).isEqualTo(1);
    assertThat(checked.err()).contains("damaged: embedding of clip a by faces");

    CommandRun exported = store("export", "--encoder", "faces", "--out", npz.toString());
    assertThat(exported.exit()).isEqualTo(1);
    assertThat(exported.err()).contains("damaged: clip a");
    assertThat(exported.out()).contains("1 embeddings", "1 rows could not be read");

    assertThat(store("remove", "--encoder", "faces", "--clip", "a").out()).contains("1 embeddings");
    assertThat(store("info", "--check").exit()).isZero();
  }

  @Test
  void whatIsNotThereIsSaid() {
    CommandRun info = store("info");
    assertThat(info.exit()).isEqualTo(1);
    assertThat(info.err()).startsWith("error: ").contains(file.toString(), "no embedding store");
    assertThat(file).doesNotExist();
  }

  @Test
  void wrongOptionsAreTwo() {
    assertThat(CommandRun.of("store").exit()).isEqualTo(2);
    assertThat(CommandRun.of("store", "info").exit()).isEqualTo(2);
    assertThat(store("export", "--encoder", "faces").exit()).isEqualTo(2);
    assertThat(store("import", "--encoder", "e", "--from", "x", "--modality", "smell").exit())
        .isEqualTo(2);
  }
}
