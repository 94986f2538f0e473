package io.github.blemore.store;

import static io.github.blemore.store.TestRows.embedding;
import static io.github.blemore.store.TestRows.form;
import static io.github.blemore.store.TestRows.row;
import static io.github.blemore.store.TestRows.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.EncoderForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TwoProcessesTest {

  private static final EncoderForm FACES = form("faces");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void path() {
    file = folder.resolve("embeddings.db");
  }

  @Test
  void twoProcessesWriteEachRowOnce() throws Exception {
    int clips = 150;
    List<String> written = new ArrayList<>();
    try (EmbeddingStore store = EmbeddingStore.open(file)) {
      writeUnlessClaimed(store, clips - 1, written);
      try (OtherProcess other = OtherProcess.writing(file, clips)) {
        assertThat(other.line()).isEqualTo(OtherProcess.READY);
        written.add(other.line());
        for (int c = clips - 2; c > 0; c--) {
          writeUnlessClaimed(store, c, written);
        }
        written.addAll(other.remainingLines());
        assertThat(other.exit()).isZero();
      }
    }
    assertThat(written).contains("clip0").doesNotHaveDuplicates().hasSize(clips);
    assertHolds(clips);
  }

  private static void writeUnlessClaimed(EmbeddingStore store, int clip, List<String> written)
      throws IOException {
    if (store.claim(FACES, sha("clip" + clip))) {
      store.write(List.of(row(FACES, "clip" + clip)));
      written.add("clip" + clip);
    }
  }

  @Test
  void twoProcessesMakeTheStoreAtOnce() throws Exception {
    int clips = 20;
    try (OtherProcess first = OtherProcess.writing(file, clips);
        OtherProcess second = OtherProcess.writing(file, clips)) {
      List<String> said = new ArrayList<>();
      for (OtherProcess process : List.of(first, second)) {
        said.addAll(process.remainingLines());
        assertThat(process.exit()).isZero();
      }
      said.removeIf(OtherProcess.READY::equals);
      assertThat(said).doesNotHaveDuplicates().hasSize(clips);
    }
    assertHolds(clips);
  }

  @Test
  void twoProcessesBringAnOldStoreUpToDateAtOnce() throws Exception {
    int clips = 20;
    OldStore.writeVersion1(file, FACES, "clip0");
    List<String> said = new ArrayList<>();
    try (OtherProcess first = OtherProcess.writing(file, clips);
        OtherProcess second = OtherProcess.writing(file, clips)) {
      for (OtherProcess process : List.of(first, second)) {
        said.addAll(process.remainingLines());
        assertThat(process.exit()).isZero();
      }
    }
    said.removeIf(OtherProcess.READY::equals);
    assertThat(said).doesNotContain("clip0").doesNotHaveDuplicates().hasSize(clips - 1);
    assertHolds(clips);
  }

  private void assertHolds(int clips) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      for (int c = 0; c < clips; c++) {
        assertThat(store.find("faces", "clip" + c)).contains(embedding("faces", "clip" + c, 1));
      }
      assertThat(count(store, "encoding")).isEqualTo(clips);
      assertThat(count(store, "claim")).isZero();
    }
  }

  private static long count(EmbeddingStore store, String table) {
    return store
        .database()
        .read(connection -> Database.number(connection, "SELECT count(*) FROM " + table));
  }

  @Test
  void aClaimHoldsAgainstAnotherProcessUntilThatIsKilled() throws Exception {
    try (EmbeddingStore store = EmbeddingStore.open(file);
        OtherProcess other = OtherProcess.claiming(file)) {
      assertThat(other.line()).isEqualTo(OtherProcess.READY);
      assertThat(other.line()).isEqualTo("claimed");

      assertThat(store.claim(FACES, sha("clip0"))).isFalse();
      other.kill();
      assertThat(store.claim(FACES, sha("clip0"))).isTrue();
    }
  }

  @Test
  void aProcessKilledWhileItWritesLeavesAllItFinished() throws Exception {
    List<String> said = new ArrayList<>();
    int clips = 100_000;
    try (OtherProcess other = OtherProcess.writing(file, clips)) {
      assertThat(other.line()).isEqualTo(OtherProcess.READY);
      while (said.size() < 50) {
        said.add(other.line());
      }
      other.kill();
      said.addAll(other.remainingLines());
    }
    try (EmbeddingStore store = EmbeddingStore.openExisting(file)) {
      assertThat(said).hasSizeBetween(50, clips - 1);
      for (String clip : said) {
        assertThat(store.find("faces", clip)).contains(embedding("faces", clip, 1));
      }
      // The one that was written when it was killed may be there too.
      assertThat(count(store, "encoding")).isBetween((long) said.size(), said.size() + 1L);
      assertThat(store.claim(FACES, sha("clip" + (said.size() + 1)))).isTrue();
    }
  }
}
