package io.github.blemore.store;

import static io.github.blemore.store.TestRows.DIMENSION;
import static io.github.blemore.store.TestRows.clip;
import static io.github.blemore.store.TestRows.embedding;
import static io.github.blemore.store.TestRows.form;
import static io.github.blemore.store.TestRows.row;
import static io.github.blemore.store.TestRows.sha;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderForm;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.internal.Sha256;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.npy.NpzFile;
import io.github.blemore.npy.NpzWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports and imports. */
class StoreFilesTest {

  private static final EncoderForm FACES = form("faces");

  @TempDir private Path folder;
  private Path file;
  private Path npz;
  private Path arrays;
  private EmbeddingStore store;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("embeddings.db");
    npz = folder.resolve("faces.npz");
    arrays = folder.resolve("arrays");
    store = EmbeddingStore.open(file);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static Row missing(String clipId) {
    NoEmbedding nothing = new NoEmbedding("faces", "no face found");
    return new Row.Encoded(clip(clipId), sha(clipId), FACES, nothing, "cpu, float32");
  }

  private static Row windows(String clipId, int count) {
    Embedding several = embedding("faces", clipId, count);
    return new Row.Encoded(clip(clipId), sha(clipId), FACES, several, "cpu, float32");
  }

  private StoreImport intoFaces() {
    return StoreImport.into(store, "made-elsewhere", Modality.FACE);
  }

  @Test
  void anNpzHasARowForEachClip() throws IOException {
    store.write(List.of(row(FACES, "b"), missing("c"), row(FACES, "a")));
    store.remember(clip("copy"), sha("b"));

    StoreExport.Result result = StoreExport.of(store, FACES).toNpz(npz);

    assertThat(result.exported()).isEqualTo(3);
    assertThat(result.missing()).isEqualTo(Map.of("c", "no face found"));
    assertThat(result.damaged()).isEmpty();
    try (NpzFile read = NpzFile.open(npz)) {
      assertThat(read.texts("filenames")).containsExactly("a", "b", "copy");
      assertThat(read.numbers("X").shape()).containsExactly(3, DIMENSION);
      assertThat(read.numbers("X").toFloats())
          .startsWith(embedding("faces", "a", 1).vector())
          .endsWith(embedding("faces", "b", 1).vector());
    }
  }

  @Test
  void whatAClipWasBeforeItChangedIsLeftOut() throws IOException {
    Embedding after = embedding("faces", "after", 1);
    store.write(List.of(row(FACES, "a")));
    store.write(List.of(new Row.Encoded(clip("a"), sha("after"), FACES, after, "cpu")));

    assertThat(StoreExport.of(store, FACES).toNpz(npz).exported()).isEqualTo(1);
    try (NpzFile read = NpzFile.open(npz)) {
      assertThat(read.numbers("X").toFloats()).containsExactly(after.vector());
    }
  }

  @Test
  void severalWindowsGoToAFolderOrAsTheirMean() throws IOException {
    store.write(List.of(row(FACES, "a"), windows("b", 3)));

    assertThatThrownBy(() -> StoreExport.of(store, FACES).toNpz(npz))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("clip b has 3 windows", "folder", "mean");
    assertThat(npz).doesNotExist();

    StoreExport.of(store, FACES).withMeanOfWindows().toNpz(npz);
    Embedding several = embedding("faces", "b", 3);
    double mean = ((double) several.window(0)[0] + several.window(1)[0] + several.window(2)[0]) / 3;
    try (NpzFile read = NpzFile.open(npz)) {
      assertThat(read.numbers("X").toFloats()[DIMENSION]).isEqualTo((float) mean);
    }
  }

  @Test
  void aFolderComesBackAsItWas() throws IOException {
    store.write(List.of(row(FACES, "a"), windows("b", 3), missing("c")));
    StoreExport.Result exported = StoreExport.of(store, FACES).toFolder(arrays);
    assertThat(exported.exported()).isEqualTo(2);
    assertThat(exported.missing()).containsOnlyKeys("c");
    assertThat(NpyArray.read(arrays.resolve("b.npy")).shape()).containsExactly(3, DIMENSION);

    StoreImport.Result first = intoFaces().fromFolder(arrays);
    StoreImport.Result again = intoFaces().fromFolder(arrays);

    assertThat(first.added()).isEqualTo(3);
    assertThat(first.byName()).isEqualTo(3);
    assertThat(again.added()).isZero();
    assertThat(again.known()).isEqualTo(3);
    assertThat(again.form()).isEqualTo(first.form());
    assertThat(first.form().preprocessing()).isEqualTo("imported");
    assertThat(store.find("made-elsewhere", "a")).contains(embedding("made-elsewhere", "a", 1));
    assertThat(store.find("made-elsewhere", "b")).contains(embedding("made-elsewhere", "b", 3));
    assertThat(store.find("made-elsewhere", "c"))
        .contains(new NoEmbedding("made-elsewhere", "no face found"));
  }

  @Test
  void anNpzComesBackAsItWas() throws IOException {
    store.write(List.of(row(FACES, "a"), row(FACES, "Jürgen 😀")));
    StoreExport.of(store, FACES).toNpz(npz);

    StoreImport.Result first = intoFaces().fromNpz(npz);
    StoreImport.Result again = intoFaces().fromNpz(npz);

    assertThat(first.added()).isEqualTo(2);
    assertThat(again.added()).isZero();
    assertThat(first.form().checkpointSha256()).contains(Sha256.of(npz));
    for (String id : List.of("a", "Jürgen 😀")) {
      assertThat(store.find("made-elsewhere", id)).contains(embedding("made-elsewhere", id, 1));
    }
    assertThat(store.source(List.of(first.form())).encoders().get(0).spec())
        .contains("npz:%s:id=made-elsewhere,modality=face".formatted(npz));
    Path second = folder.resolve("second.npz");
    StoreExport.of(store, first.form()).toNpz(second);
    assertThat(second).hasBinaryContent(Files.readAllBytes(npz));
  }

  @Test
  void anImportIsKeptUnderTheBytesOfClipsThatAreGiven() throws IOException {
    store.write(List.of(row(FACES, "a"), row(FACES, "b")));
    StoreExport.of(store, FACES).toNpz(npz);
    Path media = Files.writeString(folder.resolve("a.mov"), "bytes");

    StoreImport.Result result =
        intoFaces().withClips(List.of(Clip.of(media).withId("a"))).fromNpz(npz);

    assertThat(result.byName()).isEqualTo(1);
    assertThat(store.has(result.form(), Sha256.of(media))).isTrue();
    store.remember(clip("a"), sha("changed"));
    store.remember(clip("b"), sha("changed"));
    assertThat(store.find("made-elsewhere", "a")).isEmpty();
    assertThat(store.find("made-elsewhere", "b")).isPresent();

    Clip gone = Clip.of(folder.resolve("gone.mov")).withId("b");
    assertThatThrownBy(() -> intoFaces().withClips(List.of(gone)).fromNpz(npz))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("clip b", "gone.mov");
  }

  @Test
  void anotherFileIsAnotherForm() throws IOException {
    for (float value : new float[] {1, 2}) {
      new NpzWriter()
          .numbers("X", NpyArray.ofFloats(new float[] {value}, 1, 1))
          .texts("filenames", List.of("a"))
          .write(npz);
      intoFaces().fromNpz(npz);
    }
    assertThat(store.forms()).hasSize(2);
    assertThatThrownBy(() -> store.find("made-elsewhere", "a"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("2 forms");
  }

  @Test
  void aFormThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> StoreExport.of(store, FACES).toNpz(npz))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), FACES.toString());
  }

  @Test
  void aFormWithoutAnEmbeddingMakesNoNpz() throws IOException {
    store.write(List.of(missing("a")));
    assertThatThrownBy(() -> StoreExport.of(store, FACES).toNpz(npz))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no embedding");
    assertThat(npz).doesNotExist();
  }

  @Test
  void aFolderWithFilesInItIsRefused() throws IOException {
    store.write(List.of(row(FACES, "a")));
    StoreExport.of(store, FACES).toFolder(arrays);
    assertThatThrownBy(() -> StoreExport.of(store, FACES).toFolder(arrays))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(arrays.toString(), "is not empty");
  }

  @Test
  void aClipIdThatIsNoFileNameGoesToAnNpz() throws IOException {
    store.write(List.of(row(FACES, "../a")));
    assertThatThrownBy(() -> StoreExport.of(store, FACES).toFolder(arrays))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("clip id ../a is no file name", ".npz");
    assertThat(StoreExport.of(store, FACES).toNpz(npz).exported()).isEqualTo(1);
  }

  @Test
  void badArraysAreNamed() throws IOException {
    assertThatThrownBy(() -> intoFaces().fromFolder(arrays)).hasMessageContaining("is no folder");
    Files.createDirectory(arrays);
    assertImportFails("holds no .npy file");
    NpyArray.ofFloats(new float[] {1, 2}, 2).write(arrays.resolve("a.npy"));
    NpyArray.ofFloats(new float[] {1, 2, 3}, 1, 3).write(arrays.resolve("b.npy"));
    assertImportFails("b.npy has 3 values, a.npy has 2: must be as many");
    NpyArray.ofFloats(new float[] {1, Float.NaN}, 2).write(arrays.resolve("b.npy"));
    assertImportFails("b.npy", "NaN");
    NpyArray.ofFloats(new float[0], 0, 2).write(arrays.resolve("b.npy"));
    assertImportFails("b.npy", "must be float32 or float64 [windows, dimension]");
    NpyArray.ofFloats(new float[] {1, 2}, 2).write(arrays.resolve("b.npy"));
    Path reasons = arrays.resolve("missing.json");
    Files.writeString(reasons, "[]");
    assertImportFails("missing.json", "must be a JSON object");
    Files.writeString(reasons, "{\"b\": \"no face\"}");
    assertImportFails("missing.json names clip b", "must be one of both");
    Files.writeString(reasons, "{\"c\": \" \"}");
    assertImportFails("missing.json gives no reason for clip c");
    assertThat(store.forms()).isEmpty();

    assertThatThrownBy(() -> intoFaces().fromNpz(folder.resolve("none.npz")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none.npz");
    Files.delete(reasons);
    assertThatThrownBy(() -> StoreImport.into(store, "a b", Modality.FACE).fromFolder(arrays))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder id \"a b\"");
  }

  private void assertImportFails(String... messages) {
    assertThatThrownBy(() -> intoFaces().fromFolder(arrays))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(messages);
  }

  @Test
  void allThatCanBeReadOfADamagedStoreIsExported() throws Exception {
    List<String> clips = IntStream.range(0, 400).mapToObj(c -> "clip" + c).toList();
    store.write(clips.stream().<Row>map(clip -> row(FACES, clip)).toList());
    store.close();
    assertThat(DamagedPages.make(file, 3)).isEqualTo(3);
    store = EmbeddingStore.openExisting(file);

    StoreExport.Result result = StoreExport.of(store, FACES).toNpz(npz);

    assertThat(result.damaged()).hasSizeBetween(3, 100);
    assertThat(result.damaged()).allMatch(line -> line.startsWith("clip clip"));
    assertThat(result.exported() + result.damaged().size()).isEqualTo(clips.size());
    try (NpzFile read = NpzFile.open(npz)) {
      List<String> saved = read.texts("filenames");
      float[] x = read.numbers("X").toFloats();
      for (int i = 0; i < saved.size(); i++) {
        assertThat(x[i * DIMENSION]).isEqualTo(embedding("faces", saved.get(i), 1).vector()[0]);
      }
    }
    assertThat(StoreContents.check(store)).isNotEmpty();
  }

  @Test
  void aDamagedStoreOfVersion1CanBeExportedToo() throws Exception {
    Path old = folder.resolve("old.db");
    String[] clips = IntStream.range(0, 400).mapToObj(c -> "clip" + c).toArray(String[]::new);
    OldStore.writeVersion1(old, FACES, clips);
    assertThat(DamagedPages.make(old, 3)).isEqualTo(3);

    try (EmbeddingStore opened = EmbeddingStore.openExisting(old)) {
      StoreExport.Result result = StoreExport.of(opened, FACES).toNpz(npz);
      assertThat(result.damaged()).hasSizeBetween(3, 100);
      assertThat(result.exported() + result.damaged().size()).isEqualTo(clips.length);
    }
  }

  @Test
  void aFlippedByteIsListedAndTheRestExported() throws Exception {
    store.write(List.of(row(FACES, "a"), row(FACES, "b")));
    store.close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE encoding SET vectors = CAST(x'00' || substr(vectors, 2) AS BLOB)"
              + " WHERE clip = 'a'");
    }
    store = EmbeddingStore.openExisting(file);

    StoreExport.Result result = StoreExport.of(store, FACES).toFolder(arrays);
    assertThat(result.exported()).isEqualTo(1);
    assertThat(result.damaged()).singleElement().asString().contains("clip a", "checksum");
    assertThat(StoreContents.check(store)).singleElement().asString().contains("clip a");

    assertThat(store.remove(FACES, "a")).isEqualTo(new Removed(1, 0, 0));
    assertThat(store.has(FACES, sha("a"))).isFalse();
    assertThat(StoreContents.check(store)).isEmpty();
  }

  @Test
  void aDamagedIndexKeepsNothingBack() throws Exception {
    List<String> clips = IntStream.range(0, 400).mapToObj(c -> "clip" + c).toList();
    store.write(clips.stream().<Row>map(clip -> row(FACES, clip)).toList());
    store.close();
    DamagedPages.makeIndex(file, "sqlite_autoindex_encoding_1");
    store = EmbeddingStore.openExisting(file);

    assertThat(store.forms()).containsExactly(FACES);
    StoreExport.Result result = StoreExport.of(store, FACES).toNpz(npz);

    assertThat(result.exported()).isEqualTo(clips.size());
    assertThat(result.damaged()).isEmpty();
  }
}
