package io.github.blemore.video;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import io.github.blemore.network.TestCheckpoints;

class TimeSformerEncoderContractTest extends EncoderContract {

  @Override
  protected Encoder create() {
    return TimeSformerEncoder.builder(TestCheckpoints.original("timesformer_cls_prefixed"))
        .device(Device.cpu())
        .build();
  }
}
