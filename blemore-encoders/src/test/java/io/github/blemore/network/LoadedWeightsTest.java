package io.github.blemore.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.License;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.safetensors.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedWeightsTest {

  @TempDir Path folder;

  private static final class Options extends CheckpointEncoderBuilder<Options> {

    Options(Path folder) {
      super(folder, "small");
      device(Device.cpu());
    }

    @Override
    protected Options self() {
      return this;
    }

    @Override
    public Encoder build() {
      throw new UnsupportedOperationException("no encoder is made of these weights");
    }
  }

  @BeforeEach
  void writeCheckpoint() throws IOException {
    config("{\"model_type\": \"small\"}");
    new SafeTensorsWriter().add("a", new float[1], 1).write(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("README.md"), "---\nlicense: cc-by-nc-4.0\n---\n");
  }

  private void config(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
  }

  private static License load(Options options) {
    return LoadedWeights.load(
        options,
        List.of("small", "smaller"),
        List.of(),
        loaded -> {
          loaded.weights().close();
          return loaded.license();
        });
  }

  @Test
  void nonCommercialWeightsAreRefusedUntilAccepted() {
    assertThatThrownBy(() -> load(new Options(folder)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cc-by-nc-4.0")
        .hasMessageContaining("acceptNonCommercial()");
    assertThat(load(new Options(folder).acceptNonCommercial()).name()).isEqualTo("cc-by-nc-4.0");
  }

  @Test
  void aLicenseThatWasAgreedOnIsTaken() {
    License agreed = new License("agreed on", "a contract", true);

    assertThat(load(new Options(folder).license(agreed))).isEqualTo(agreed);
  }

  @Test
  void aLicenseThatForbidsCommercialUseIsRefusedHoweverItIsSaid() {
    License research = new License("research only", "a contract", false);

    assertThatThrownBy(() -> load(new Options(folder).license(research)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("research only");
  }

  @Test
  void madeUpWeightsHaveNoLicense() throws IOException {
    config("{\"model_type\": \"small\", \"blemore_made_up\": true}");

    assertThat(load(new Options(folder)).name()).isEqualTo("none");
  }

  @Test
  void anotherArchitectureIsRefusedByName() throws IOException {
    config("{\"model_type\": \"bert\"}");

    assertThatThrownBy(() -> load(new Options(folder)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("\"model_type\" is bert, must be small or smaller");
  }
}
