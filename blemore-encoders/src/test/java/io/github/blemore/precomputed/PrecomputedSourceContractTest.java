package io.github.blemore.precomputed;

import io.github.blemore.EmbeddingSource;
import io.github.blemore.contract.EmbeddingSourceContract;
import io.github.blemore.npy.NpyArray;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class PrecomputedSourceContractTest extends EmbeddingSourceContract {

  @TempDir private Path folder;

  @Override
  protected EmbeddingSource create() {
    Path file =
        TestNpz.write(
            folder.resolve("open-face.npz"),
            NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
            List.of("b.mov", "clips/a.mov", "b.mov"));
    return PrecomputedEncoder.builder(file).build();
  }
}
