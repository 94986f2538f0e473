package io.github.blemore.store;

import static io.github.blemore.store.TestRows.clip;
import static io.github.blemore.store.TestRows.embedding;
import static io.github.blemore.store.TestRows.form;
import static io.github.blemore.store.TestRows.row;
import static io.github.blemore.store.TestRows.sha;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.NoEmbedding;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingStoreTest {

  private static final EncoderForm FACES = form("faces");
  private static final EncoderForm OTHER_FACES = form("faces", "cd".repeat(32));
  private static final EncoderForm SOUNDS = form("sounds");

  @TempDir private Path folder;
  private Path file;
  private EmbeddingStore store;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("embeddings.db");
    store = EmbeddingStore.open(file);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private void reopen() throws IOException {
    store.close();
    store = EmbeddingStore.openExisting(file);
  }

  @Test
  void aNewStoreIsEmpty() {
    assertThat(store.forms()).isEmpty();
    assertThat(store.encoders()).isEmpty();
    assertThat(store.clipIds("faces")).isEmpty();
    assertThat(store.find("faces", "a")).isEmpty();
    assertThat(store.has(FACES, sha("a"))).isFalse();
    assertThat(store.failure(FACES, "a", sha("a"))).isEmpty();
  }

  @Test
  void embeddingsComeBackBitEqualWithTheirNotes() throws IOException {
    float[] odd = {
      -0f, Float.MIN_VALUE, Float.MAX_VALUE, 1f / 3, -1e-38f, Math.nextUp(1f), 0f, -7.5f
    };
    Embedding written =
        Embedding.of("faces", odd, embedding("faces", "a", 1).vector())
            .withNotes(List.of("3 frames were repeated", "Jürgen 😀 \"quoted\""));
    store.write(List.of(new Row.Encoded(clip("a"), sha("a"), FACES, written, "cpu, float32")));
    reopen();

    Embedding read = (Embedding) store.find("faces", "a").orElseThrow();
    assertThat(read).isEqualTo(written);
    assertThat(bits(read.window(0))).containsExactly(bits(odd));
    assertThat(read.notes()).isEqualTo(written.notes());
    assertThat(store.forms()).containsExactly(FACES);
    assertThat(store.encoders()).containsExactly(EncoderOrigin.of(FACES));
    assertThat(store.clipIds("faces")).containsExactly("a");
    assertThat(store.has(FACES, sha("a"))).isTrue();
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @Test
  void aFormComesBackAsItWas() throws IOException {
    EncoderForm bare =
        new EncoderForm(
            "bare",
            Optional.empty(),
            "fedcba9876543210",
            Modality.AUDIOVISUAL,
            TestRows.DIMENSION,
            "",
            "",
            true);
    store.write(List.of(row(bare, "a")));
    reopen();

    assertThat(store.forms()).containsExactly(bare);
    assertThat(store.encoders()).containsExactly(EncoderOrigin.of(bare));
  }

  @Test
  void whatCouldNotBeEmbeddedIsFinishedToo() throws IOException {
    NoEmbedding nothing = new NoEmbedding("faces", "no face found in 16 frames");
    store.write(List.of(new Row.Encoded(clip("a"), sha("a"), FACES, nothing, "cpu, float32")));

    assertThat(store.find("faces", "a")).contains(nothing);
    assertThat(store.has(FACES, sha("a"))).isTrue();
    assertThat(store.claim(FACES, sha("a"))).isFalse();
  }

  @Test
  void aClipIdMeansItsLatestContent() throws IOException {
    store.write(List.of(row(FACES, "a")));
    Embedding changed = embedding("faces", "changed", 1);
    store.write(
        List.of(new Row.Encoded(clip("a"), sha("changed"), FACES, changed, "cpu, float32")));

    assertThat(store.find("faces", "a")).contains(changed);
    assertThat(store.has(FACES, sha("a"))).isTrue();

    store.remember(clip("a"), sha("a"));
    assertThat(store.find("faces", "a")).contains(embedding("faces", "a", 1));
    store.remember(clip("a"), sha("never encoded"));
    assertThat(store.find("faces", "a")).isEmpty();
  }

  @Test
  void twoClipsOfTheSameBytesShareARow() throws IOException {
    store.write(List.of(row(FACES, "a")));
    assertThat(store.find("faces", "copy")).isEmpty();

    store.remember(clip("copy"), sha("a"));
    assertThat(store.find("faces", "copy")).contains(embedding("faces", "a", 1));
  }

  @Test
  void theFirstEmbeddingOfSomeBytesStays() throws IOException {
    store.write(List.of(row(FACES, "a")));
    store.write(
        List.of(
            new Row.Encoded(
                clip("a"), sha("a"), FACES, embedding("faces", "other", 1), "cpu, float32")));

    assertThat(store.find("faces", "a")).contains(embedding("faces", "a", 1));
  }

  @Test
  void aFailureIsOfTheseBytesAndEndsWithAnEmbedding() throws IOException {
    store.write(
        List.of(new Row.Failed(clip("a"), Optional.of(sha("a")), FACES, "pictures are damaged")));

    assertThat(store.failure(FACES, "a", sha("a"))).contains("pictures are damaged");
    assertThat(store.failure(FACES, "a", sha("repaired"))).isEmpty();
    assertThat(store.failure(SOUNDS, "a", sha("a"))).isEmpty();
    assertThat(store.has(FACES, sha("a"))).isFalse();
    assertThat(store.find("faces", "a")).isEmpty();
    assertThat(store.forms()).isEmpty();

    store.write(List.of(new Row.Failed(clip("a"), Optional.empty(), FACES, "no such file")));
    assertThat(store.failure(FACES, "a", sha("a"))).isEmpty();

    store.write(List.of(new Row.Failed(clip("a"), Optional.of(sha("a")), FACES, "again")));
    store.write(List.of(row(FACES, "a")));
    assertThat(store.failure(FACES, "a", sha("a"))).isEmpty();
  }

  @Test
  void anEncoderOfWhichSeveralFormsAreThereMustBeSaidPrecisely() throws IOException {
    store.write(List.of(row(FACES, "a"), row(OTHER_FACES, "b"), row(SOUNDS, "a")));

    assertThat(store.forms()).containsExactly(FACES, OTHER_FACES, SOUNDS);
    for (ThrowingCallable asked :
        List.<ThrowingCallable>of(
            store::encoders, () -> store.clipIds("faces"), () -> store.find("faces", "a"))) {
      assertThatThrownBy(asked)
          .isInstanceOf(ModelException.class)
          .hasMessageContainingAll(
              file.toString(), "2 forms", FACES.toString(), OTHER_FACES.toString(), "source(forms)")
          .hasMessageNotContaining(SOUNDS.toString());
    }
    assertThat(store.find("sounds", "a")).isPresent();
    assertThat(store.clipIds("sounds")).containsExactly("a");

    EmbeddingSource source = store.source(List.of(OTHER_FACES, SOUNDS));
    assertThat(source.encoders())
        .containsExactly(EncoderOrigin.of(OTHER_FACES), EncoderOrigin.of(SOUNDS));
    assertThat(source.clipIds("faces")).containsExactly("b");
    assertThat(source.find("faces", "b")).contains(embedding("faces", "b", 1));
    assertThat(source.find("faces", "a")).isEmpty();
    assertThat(source.find("sounds", "a")).isPresent();
    assertThat(source.find("others", "a")).isEmpty();
    assertThat(source.clipIds("others")).isEmpty();
    assertThatThrownBy(() -> store.source(List.of(FACES, OTHER_FACES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one form");
  }

  @Test
  void howAnEncoderIsOpenedAgainAndItsLicenseAreKept() throws IOException {
    License mit = new License("MIT", "https://example.org/weights", true);
    License other = new License("CC-BY-NC-4.0", "folder", false);
    store.write(List.of(row(FACES, "a"), row(OTHER_FACES, "a"), row(SOUNDS, "a")));
    EncoderOrigin described = new EncoderOrigin(FACES, Optional.of("faces:dir"), Optional.of(mit));
    store.describe(described);
    store.describe(new EncoderOrigin(SOUNDS, Optional.empty(), Optional.of(other)));
    store.describe(EncoderOrigin.of(FACES));
    reopen();

    assertThat(store.source(List.of(FACES, SOUNDS)).encoders())
        .containsExactly(
            described, new EncoderOrigin(SOUNDS, Optional.empty(), Optional.of(other)));
    assertThat(store.source(List.of(OTHER_FACES)).encoders())
        .containsExactly(EncoderOrigin.of(OTHER_FACES));

    store.describe(EncoderOrigin.of(FACES).withSpec("faces:elsewhere"));
    assertThat(store.source(List.of(FACES)).encoders())
        .containsExactly(described.withSpec("faces:elsewhere"));
  }

  @Test
  void anEncoderThatWasOnlyDescribedHasNoEmbeddings() throws IOException {
    store.describe(EncoderOrigin.of(FACES).withSpec("faces:dir"));

    assertThat(store.encoders()).isEmpty();
    assertThat(StoreContents.of(store)).isEmpty();
  }

  @Test
  void aStoreOfVersion1IsBroughtUpToDate() throws Exception {
    store.close();
    Path old = folder.resolve("old.db");
    OldStore.writeVersion1(old, FACES, "a", "b");

    try (EmbeddingStore first = EmbeddingStore.openExisting(old)) {
      assertThat(first.encoders()).containsExactly(EncoderOrigin.of(FACES));
      assertThat(first.clipIds("faces")).containsExactly("a", "b");
      assertThat(first.find("faces", "b")).contains(embedding("faces", "b", 1));
      first.describe(EncoderOrigin.of(FACES).withSpec("faces:dir"));
      first.write(List.of(row(SOUNDS, "a")));
    }
    try (EmbeddingStore again = EmbeddingStore.open(old)) {
      assertThat(again.encoders())
          .containsExactly(EncoderOrigin.of(FACES).withSpec("faces:dir"), EncoderOrigin.of(SOUNDS));
      assertThat(StoreContents.check(again)).isEmpty();
    }
  }

  @Test
  void clipsAreThoseOfWhichSomethingIsFound() throws IOException {
    NoEmbedding nothing = new NoEmbedding("faces", "no face found");
    store.write(
        List.of(
            row(FACES, "a"),
            row(FACES, "changed"),
            new Row.Encoded(clip("b"), sha("b"), FACES, nothing, "cpu, float32"),
            new Row.Encoded(clip("c"), "name:c", FACES, embedding("faces", "c", 1), "imported"),
            new Row.Failed(clip("d"), Optional.of(sha("d")), FACES, "broken")));
    store.remember(clip("copy"), sha("a"));
    store.remember(clip("changed"), sha("new bytes"));

    assertThat(store.clipIds("faces")).containsExactly("a", "b", "c", "copy");
    assertThat(store.find("faces", "changed")).isEmpty();
  }

  @Test
  void aClaimIsExclusiveUntilItsRowIsWritten() throws IOException {
    try (EmbeddingStore second = EmbeddingStore.open(file)) {
      assertThat(store.claim(FACES, sha("a"))).isTrue();
      assertThat(store.claim(FACES, sha("a"))).isFalse();
      assertThat(second.claim(FACES, sha("a"))).isFalse();
      assertThat(second.claim(SOUNDS, sha("a"))).isTrue();
      assertThat(second.claim(FACES, sha("b"))).isTrue();

      second.release(FACES, sha("a"));
      assertThat(second.claim(FACES, sha("a"))).isFalse();
      store.release(FACES, sha("a"));
      assertThat(second.claim(FACES, sha("a"))).isTrue();

      second.write(List.of(row(FACES, "a")));
      assertThat(store.claim(FACES, sha("a"))).isFalse();
    }
    assertThat(claims()).isZero();
  }

  @Test
  void aFailureEndsTheClaim() throws IOException {
    assertThat(store.claim(FACES, sha("a"))).isTrue();
    store.write(List.of(new Row.Failed(clip("a"), Optional.of(sha("a")), FACES, "damaged")));
    assertThat(claims()).isZero();
    assertThat(store.claim(FACES, sha("a"))).isTrue();
  }

  @Test
  void closingEndsClaims() throws IOException {
    assertThat(store.claim(FACES, sha("a"))).isTrue();
    reopen();
    assertThat(claims()).isZero();
    assertThat(store.claim(FACES, sha("a"))).isTrue();
  }

  @Test
  void theClaimOfAProcessThatIsGoneCountsAsNone() throws IOException {
    assertThat(store.claim(FACES, sha("a"))).isTrue();
    try (EmbeddingStore second = EmbeddingStore.open(file)) {
      assertThat(second.claim(FACES, sha("a"))).isFalse();
      store.database().change(c -> update(c, "UPDATE claim SET store = 'of one before us'"));
      assertThat(second.claim(FACES, sha("a"))).as("our number was its number").isTrue();

      store.database().change(c -> update(c, "UPDATE claim SET pid = " + Integer.MAX_VALUE));
      assertThat(store.claim(FACES, sha("a"))).as("there is no such process").isTrue();

      long parent = ProcessHandle.current().parent().orElseThrow().pid();
      store.database().change(c -> update(c, "UPDATE claim SET started = 1000, pid = " + parent));
      assertThat(second.claim(FACES, sha("a"))).as("its number was given out again").isTrue();
    }
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private long claims() {
    return store.database().read(c -> Database.number(c, "SELECT count(*) FROM claim"));
  }

  @Test
  void writesAllRowsOrNone() throws IOException {
    Row bad = new Row.Encoded(clip("b"), sha("b"), SOUNDS, embedding("sounds", "b", 1), "cpu");
    store
        .database()
        .change(
            c ->
                update(
                    c,
                    "CREATE TRIGGER no_b BEFORE INSERT ON encoding"
                        + " WHEN new.clip = 'b' BEGIN SELECT RAISE(ABORT, 'refused here'); END"));

    assertThatThrownBy(() -> store.write(List.of(row(FACES, "a"), bad)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "refused here");
    assertThat(store.has(FACES, sha("a"))).isFalse();
    store.write(List.of(row(FACES, "a")));
    assertThat(store.has(FACES, sha("a"))).isTrue();
  }

  @Test
  void severalThreadsWriteAndRead() throws Exception {
    int threads = 4;
    int clips = 50;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        work.add(() -> encodeAll(clips));
      }
      int made = 0;
      for (Future<Integer> one : pool.invokeAll(work)) {
        made += one.get();
      }
      assertThat(made).isEqualTo(clips);
    } finally {
      pool.shutdownNow();
    }
    for (int c = 0; c < clips; c++) {
      assertThat(store.find("faces", "clip" + c)).contains(embedding("faces", "clip" + c, 1));
    }
  }

  private int encodeAll(int clips) throws IOException {
    int made = 0;
    for (int c = 0; c < clips; c++) {
      if (store.claim(FACES, sha("clip" + c))) {
        store.write(List.of(row(FACES, "clip" + c)));
        assertThat(store.find("faces", "clip" + c)).isPresent();
        made++;
      }
    }
    return made;
  }

  @Test
  void aClosedStoreSaysSo() throws IOException {
    store.close();
    store.close();

    assertThatThrownBy(() -> store.find("faces", "a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(file.toString(), "is closed");
    assertThatThrownBy(() -> store.write(List.of(row(FACES, "a"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void rowsAreChecked() {
    Embedding other = embedding("sounds", "a", 1);
    Embedding narrow = Embedding.of("faces", new float[] {1});

    assertThatThrownBy(() -> new Row.Encoded(clip("a"), "abc", FACES, other, "cpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("clip a", "\"abc\"", "64 lower-case hex");
    assertThatThrownBy(() -> new Row.Encoded(clip("a"), sha("a"), FACES, other, "cpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("clip a", "of encoder sounds: must be of faces");
    assertThatThrownBy(() -> new Row.Encoded(clip("a"), sha("a"), FACES, narrow, "cpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("clip a", "has 1 values: must have 8");
    assertThatThrownBy(() -> new Row.Failed(clip("a"), Optional.empty(), FACES, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("blank");
  }
}
