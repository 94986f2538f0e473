package io.github.blemore.onnx;

import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class OnnxSoundContractTest extends EncoderContract {

  @TempDir private Path folder;

  @Override
  protected Encoder create() {
    return OnnxEncoder.builder(
            TestOnnx.write(
                folder.resolve("waves.onnx"),
                List.of(TestOnnx.node("Tanh", "wave", "bent")),
                List.of(TestOnnx.port("wave", 1, 8000)),
                List.of(TestOnnx.port("bent", 1, 8000))))
        .sound(16_000)
        .samples(8000)
        .normalize()
        .build();
  }
}
