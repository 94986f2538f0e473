package io.github.blemore.examples;

import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;

class MotionGridEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return new MotionGridEncoder();
  }
}
