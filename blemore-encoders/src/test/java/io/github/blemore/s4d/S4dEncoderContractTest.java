package io.github.blemore.s4d;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;

class S4dEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return S4dEncoder.builder(S4dFixtures.MOE)
        .device(Device.cpu())
        .windows(2)
        .clipsAtOnce(3)
        .noise(S4dNoise.seeded(5))
        .build();
  }
}
