package io.github.blemore.onnx;

import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingGemmaSoundContractTest extends EncoderContract {

  @TempDir private Path folder;

  @Override
  protected Encoder create() {
    return EmbeddingGemmaEncoder.builder(GemmaCheckpoint.writeSound(folder)).sound().build();
  }
}
