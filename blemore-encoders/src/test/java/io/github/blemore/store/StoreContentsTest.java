package io.github.blemore.store;

import static io.github.blemore.store.TestRows.DIMENSION;
import static io.github.blemore.store.TestRows.clip;
import static io.github.blemore.store.TestRows.embedding;
import static io.github.blemore.store.TestRows.form;
import static io.github.blemore.store.TestRows.row;
import static io.github.blemore.store.TestRows.sha;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Clip;
import io.github.blemore.EncoderForm;
import io.github.blemore.NoEmbedding;
import io.github.blemore.Provenance;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreContentsTest {

  private static final EncoderForm FACES = form("faces");
  private static final EncoderForm SOUNDS = form("sounds");

  @TempDir private Path folder;
  private EmbeddingStore store;

  @BeforeEach
  void open() throws IOException {
    store = EmbeddingStore.open(folder.resolve("embeddings.db"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void tellsWhatIsThereOfEachForm() throws IOException {
    NoEmbedding nothing = new NoEmbedding("faces", "no face found");
    store.write(
        List.of(
            row(FACES, "a"),
            row(FACES, "b"),
            new Row.Encoded(clip("c"), sha("c"), FACES, nothing, "cpu"),
            new Row.Failed(clip("d"), Optional.of(sha("d")), FACES, "damaged"),
            new Row.Failed(clip("a"), Optional.of(sha("a")), SOUNDS, "no sound track")));

    List<StoreContents.OfForm> contents = StoreContents.of(store);

    assertThat(contents).extracting(StoreContents.OfForm::form).containsExactly(FACES, SOUNDS);
    StoreContents.OfForm faces = contents.get(0);
    assertThat(faces.embeddings()).isEqualTo(2);
    assertThat(faces.bytes()).isEqualTo(2L * DIMENSION * Float.BYTES);
    assertThat(faces.missing()).isEqualTo(Map.of("c", "no face found"));
    assertThat(faces.failures()).isEqualTo(Map.of("d", "damaged"));
    assertThat(faces.made())
        .singleElement()
        .satisfies(
            made -> {
              assertThat(made.version()).isEqualTo(Provenance.libraryVersion());
              assertThat(made.encodings()).isEqualTo(3);
              assertThat(made.first()).isBeforeOrEqualTo(made.last());
              assertThat(Duration.between(made.last(), Instant.now()))
                  .isLessThan(Duration.ofHours(1));
            });
    assertThat(contents.get(1).embeddings()).isZero();
    assertThat(contents.get(1).made()).isEmpty();
    assertThat(contents.get(1).failures()).containsOnlyKeys("a");
    assertThat(StoreContents.check(store)).isEmpty();
  }

  @Test
  void comparesWithClips() throws IOException {
    Clip same = Clip.of(Files.writeString(folder.resolve("same.mov"), "1")).withId("same");
    Clip changed = Clip.of(Files.writeString(folder.resolve("changed.mov"), "2")).withId("changed");
    Clip added = Clip.of(Files.writeString(folder.resolve("added.mov"), "3")).withId("added");
    Clip gone = Clip.of(folder.resolve("gone.mov")).withId("gone");
    for (Clip clip : List.of(same, changed)) {
      store.write(
          List.of(
              new Row.Encoded(
                  clip, Sha256.of(clip.path()), FACES, embedding("faces", clip.id(), 1), "cpu")));
    }
    store.write(List.of(row(SOUNDS, "other")));
    Files.writeString(changed.path(), "other bytes");
    int[] clips = new int[1];

    FolderComparison comparison =
        FolderComparison.of(store, List.of(added, changed, gone, same), () -> clips[0]++);

    assertThat(clips[0]).isEqualTo(4);
    assertThat(comparison.changed()).containsExactly("changed");
    assertThat(comparison.lacking())
        .isEqualTo(
            Map.of(
                FACES, List.of("added", "changed"), SOUNDS, List.of("added", "changed", "same")));
    assertThat(comparison.unreadable()).containsOnlyKeys("gone");
  }

  @Test
  void removesAFormAndLeavesTheOthers() throws IOException {
    NoEmbedding nothing = new NoEmbedding("faces", "no face found");
    store.write(
        List.of(
            row(FACES, "a"),
            row(SOUNDS, "a"),
            new Row.Encoded(clip("c"), sha("c"), FACES, nothing, "cpu"),
            new Row.Failed(clip("d"), Optional.of(sha("d")), FACES, "damaged")));

    assertThat(store.remove(FACES)).isEqualTo(new Removed(1, 1, 1));
    assertThat(store.remove(FACES)).isEqualTo(new Removed(0, 0, 0));
    assertThat(store.remove(form("never"))).isEqualTo(new Removed(0, 0, 0));
    assertThat(store.forms()).containsExactly(SOUNDS);
    assertThat(store.failure(FACES, "d", sha("d"))).isEmpty();
    store.write(List.of(row(FACES, "a")));
    assertThat(store.forms()).containsExactly(FACES, SOUNDS);
  }
}
