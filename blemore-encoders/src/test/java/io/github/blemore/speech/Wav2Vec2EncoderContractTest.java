package io.github.blemore.speech;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.contract.EncoderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** With HuBERT's network, which in base style is that of Wav2Vec2, under Wav2Vec2's names. */
class Wav2Vec2EncoderContractTest extends EncoderContract {

  @TempDir static Path folder;

  @Override
  protected Encoder create() {
    Path checkpoint =
        EditedCheckpoint.of(SpeechFixtures.HUBERT)
            .names(name -> "wav2vec2." + name)
            .config(config -> config.put("model_type", "wav2vec2"))
            .writeTo(folder);
    return Wav2Vec2Encoder.builder(checkpoint).clipsAtOnce(4).device(Device.cpu()).build();
  }
}
