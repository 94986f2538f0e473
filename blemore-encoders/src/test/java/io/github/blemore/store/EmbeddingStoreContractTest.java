package io.github.blemore.store;

import static io.github.blemore.store.TestRows.clip;
import static io.github.blemore.store.TestRows.form;
import static io.github.blemore.store.TestRows.row;
import static io.github.blemore.store.TestRows.sha;

import io.github.blemore.EmbeddingSource;
import io.github.blemore.NoEmbedding;
import io.github.blemore.contract.EmbeddingSourceContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingStoreContractTest extends EmbeddingSourceContract {

  @TempDir private Path folder;
  private @Nullable EmbeddingStore store;

  @Override
  protected EmbeddingSource create() throws IOException {
    store = EmbeddingStore.open(folder.resolve("embeddings.db"));
    NoEmbedding nothing = new NoEmbedding("faces", "no face found");
    store.write(
        List.of(
            row(form("sounds"), "b"),
            row(form("sounds"), "a"),
            row(form("faces"), "c"),
            new Row.Encoded(clip("a"), sha("a"), form("faces"), nothing, "cpu, float32")));
    return store;
  }

  @AfterEach
  void close() throws IOException {
    if (store != null) {
      store.close();
    }
  }
}
