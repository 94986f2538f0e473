package io.github.blemore.speech;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;

class HubertEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return HubertEncoder.builder(SpeechFixtures.HUBERT).device(Device.cpu()).build();
  }
}
