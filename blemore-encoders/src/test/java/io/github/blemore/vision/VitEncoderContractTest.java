package io.github.blemore.vision;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import io.github.blemore.network.TestCheckpoints;

class VitEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return VitEncoder.builder(TestCheckpoints.original("vit")).device(Device.cpu()).build();
  }
}
