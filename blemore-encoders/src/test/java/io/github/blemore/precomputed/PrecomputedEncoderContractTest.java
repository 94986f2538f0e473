package io.github.blemore.precomputed;

import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import io.github.blemore.npy.NpyArray;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class PrecomputedEncoderContractTest extends EncoderContract {

  @TempDir private Path folder;

  @Override
  protected Encoder create() {
    return PrecomputedEncoder.builder(
            TestNpz.write(
                folder.resolve("imagebind.npz"),
                NpyArray.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5, 2),
                List.of("made-up-1", "made-up-2", "made-up-3", "made-up-4", "made-up-3")))
        .build();
  }
}
