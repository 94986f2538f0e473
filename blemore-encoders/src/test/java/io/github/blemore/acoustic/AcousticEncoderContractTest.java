package io.github.blemore.acoustic;

import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;

class AcousticEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return AcousticEncoder.builder().build();
  }
}
