package io.github.blemore.store;

import static io.github.blemore.store.TestRows.embedding;
import static io.github.blemore.store.TestRows.form;
import static io.github.blemore.store.TestRows.row;
import static io.github.blemore.store.TestRows.sha;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.blemore.EncoderForm;
import io.github.blemore.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadStoreTest {

  private static final EncoderForm FACES = form("faces");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void path() {
    file = folder.resolve("embeddings.db");
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void store(String... clips) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      for (String clip : clips) {
        store.write(List.of(row(FACES, clip)));
      }
    }
  }

  @Test
  void aFullDiskLosesNothingThatWasFinished() throws Exception {
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      store.limitPages(40);
      int written = 0;
      IOException full = null;
      while (full == null) {
        try {
          store.write(List.of(row(FACES, "clip" + written)));
          written++;
        } catch (IOException e) {
          full = e;
        }
      }
      assertThat(full)
          .hasMessageContainingAll(
              "disk is full", file.toString(), "what was finished is kept; free space");
      assertThat(written).isGreaterThan(10);
      for (int c = 0; c < written; c++) {
        assertThat(store.find("faces", "clip" + c)).isPresent();
      }
      assertThat(store.has(FACES, sha("clip" + written))).isFalse();

      store.limitPages(1000);
      store.write(List.of(row(FACES, "clip" + written)));
    }
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      assertThat(store.find("faces", "clip0")).contains(embedding("faces", "clip0", 1));
    }
  }

  @Test
  void aStoreOfANewerVersionIsRefusedAndLeftAlone() throws Exception {
    store("a");
    sql("PRAGMA user_version=3");
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> EmbeddingStore.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            file.toString(), "newer version", "form 3, this one knows 2", "use that version");
    assertThatThrownBy(() -> EmbeddingStore.openExisting(file)).hasMessageContaining("newer");
    assertThat(file).hasBinaryContent(before);

    sql("PRAGMA user_version=0");
    assertThatThrownBy(() -> EmbeddingStore.open(file))
        .hasMessageContainingAll(file.toString(), "form 0, which no version");
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
    sql("CREATE TABLE bookmarks (address TEXT)");
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> EmbeddingStore.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "another program", "application_id 0");
    assertThat(file).hasBinaryContent(before);

    sql("PRAGMA application_id=252006673");
    assertThatThrownBy(() -> EmbeddingStore.openExisting(file))
        .hasMessageContainingAll("another program", "application_id 252006673");
  }

  @Test
  void aFileThatIsNoDatabaseIsNamedAndLeftAlone() throws IOException {
    for (String content : List.of("short", "no database\n".repeat(1000))) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> EmbeddingStore.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(file.toString(), "is no SQLite file");
      assertThat(file).hasContent(content);
    }
  }

  @Test
  void anEmptyFileBecomesAStoreOnlyWhenOneMayBeMade() throws IOException {
    Files.createFile(file);

    assertThatThrownBy(() -> EmbeddingStore.openExisting(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "is empty");
    store("a");
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      assertThat(store.has(FACES, sha("a"))).isTrue();
    }
  }

  @Test
  void aStoreThatIsNotThereIsMadeOnlyByOpen() {
    assertThatThrownBy(() -> EmbeddingStore.openExisting(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContainingAll(file.toString(), "no embedding store is there");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFolderInItsPlaceOrNoneAroundItIsNamed() throws IOException {
    assertThatThrownBy(() -> EmbeddingStore.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder + " is a folder: must be a file");
    assertThatThrownBy(() -> EmbeddingStore.open(folder.resolve("none/embeddings.db")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("none is no folder; create it first");
  }

  @Test
  void aNameWithSignsOfAddressesIsAFileName() throws IOException {
    file = folder.resolve("50% of a?b#c ü.db");
    store("a");
    assertThat(file).isNotEmptyFile();
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      assertThat(store.find("faces", "a")).isPresent();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "not as root");

    assertThatThrownBy(() -> EmbeddingStore.open(locked.resolve("embeddings.db")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("locked", "cannot be written", "change the permissions");
  }

  @Test
  void aFlippedBitInAnEmbeddingIsSaidWhenItIsRead() throws Exception {
    store("a", "b");
    sql(
        "UPDATE encoding SET vectors = CAST(x'00' || substr(vectors, 2) AS BLOB)"
            + " WHERE clip = 'a'");

    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      assertThatThrownBy(() -> store.find("faces", "a"))
          .isInstanceOf(MediaException.class)
          .hasMessageContainingAll("clip a", "faces", file.toString(), "checksum", "made again");
      assertThat(store.find("faces", "b")).isPresent();
    }
  }

  @Test
  void damagedPagesAreSaidWithWhatToDo() throws Exception {
    List<String> clips = IntStream.range(0, 400).mapToObj(c -> "clip" + c).toList();
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      store.write(clips.stream().<Row>map(clip -> row(FACES, clip)).toList());
    }
    assertThat(DamagedPages.make(file, 3)).isEqualTo(3);

    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      int damaged = 0;
      for (String clip : clips) {
        try {
          assertThat(store.find("faces", clip)).contains(embedding("faces", clip, 1));
        } catch (MediaException e) {
          damaged++;
          assertThat(e).hasMessageContainingAll(file.toString(), "damaged", "store export");
        }
      }
      assertThat(damaged).isBetween(3, 100);
    }
  }
}
