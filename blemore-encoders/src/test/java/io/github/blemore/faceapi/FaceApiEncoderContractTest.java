package io.github.blemore.faceapi;

import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;

class FaceApiEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return FaceApiEncoder.builder().frames(4).build();
  }

  /** The convolutions sum in another order for another number of frames. */
  @Override
  protected double tolerance() {
    return 1e-4;
  }
}
