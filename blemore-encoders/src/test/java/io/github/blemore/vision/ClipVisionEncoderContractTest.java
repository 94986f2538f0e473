package io.github.blemore.vision;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import io.github.blemore.network.TestCheckpoints;

class ClipVisionEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return ClipVisionEncoder.builder(TestCheckpoints.original("clip_vision"))
        .device(Device.cpu())
        .build();
  }
}
