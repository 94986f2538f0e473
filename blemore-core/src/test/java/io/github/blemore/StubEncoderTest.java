package io.github.blemore;

import io.github.blemore.contract.EncoderContract;

/** That the contract can be kept by the smallest encoder there is. */
class StubEncoderTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return new StubEncoder("stub");
  }
}
