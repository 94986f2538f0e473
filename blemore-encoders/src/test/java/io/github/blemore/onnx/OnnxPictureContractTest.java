package io.github.blemore.onnx;

import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class OnnxPictureContractTest extends EncoderContract {

  @TempDir private Path folder;

  @Override
  protected Encoder create() {
    return OnnxEncoder.builder(
            TestOnnx.write(
                folder.resolve("colors.onnx"),
                List.of(TestOnnx.mean("pixels", "means", 2, 3)),
                List.of(TestOnnx.port("pixels", -1, 3, 4, 5)),
                List.of(TestOnnx.port("means", -1, 3))))
        .pictures(ImageFit.squash(5, 4, Interpolation.BILINEAR))
        .frames(6)
        .build();
  }
}
