package io.github.blemore.speech;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;

class WavLmEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return WavLmEncoder.builder(SpeechFixtures.WAVLM).device(Device.cpu()).build();
  }
}
