package io.github.blemore.video;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import java.nio.file.Path;

class VideoMaeEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return VideoMaeEncoder.builder(Path.of("src/test/resources/fixtures/videomae"))
        .device(Device.cpu())
        .build();
  }
}
