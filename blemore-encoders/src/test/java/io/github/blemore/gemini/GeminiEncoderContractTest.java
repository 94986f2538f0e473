package io.github.blemore.gemini;

import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class GeminiEncoderContractTest extends EncoderContract {

  private static GeminiStandIn standIn;

  @BeforeAll
  static void startStandIn() throws IOException {
    standIn = GeminiStandIn.start();
  }

  @AfterAll
  static void stopStandIn() {
    standIn.close();
  }

  @Override
  protected Encoder create() {
    return GeminiEncoder.builder().standIn(standIn).dimension(128).cutter(Cuts::of).build();
  }
}
