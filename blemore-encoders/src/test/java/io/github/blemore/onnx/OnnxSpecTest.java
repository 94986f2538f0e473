package io.github.blemore.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Encoder;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Modality;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.spec.EncoderSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ONNX file named by a line of text. */
class OnnxSpecTest {

  @TempDir private Path folder;

  @Test
  void theOptionsDeclareTheInput() {
    Path file =
        TestOnnx.write(
            folder.resolve("colors.onnx"),
            List.of(TestOnnx.mean("pixels", "means", 2, 3)),
            List.of(TestOnnx.port("pixels", -1, 3, 4, 4)),
            List.of(TestOnnx.port("means", -1, 3)));
    String options = "pictures=crop-4-bicubic,frames=6,mean=0.5+0.25+0,std=1+1+0.5,region=face";

    try (Encoder encoder = EncoderSpec.parse("onnx:" + file + ":" + options).open()) {
      EncoderInfo info = encoder.info();
      FrameNeeds frames = info.needs().frames().orElseThrow();

      assertThat(info.id()).isEqualTo("colors");
      assertThat(info.modality()).isEqualTo(Modality.FACE);
      assertThat(info.dimension()).isEqualTo(3);
      assertThat(frames.sampling().count()).isEqualTo(6);
      assertThat(frames.fit()).isEqualTo(ImageFit.shortestEdgeCrop(4, Interpolation.BICUBIC));
      assertThat(info.settings()).contains("[0.5, 0.25, 0.0]", "[1.0, 1.0, 0.5]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "pictures=224; option pictures is \"224\": must be crop-N|squash-N",
        "pictures=crop-224,mean=1+2; mean is [1.0, 2.0]: must be three",
        "pictures=crop-224,mean=a+b+c; option mean is \"a+b+c\": must be three numbers",
        "pictures=crop-224,layout=CHW; option layout is \"CHW\": must be NCHW|",
        "'sound=16000,normalize=no'; option normalize is \"no\": must be yes",
      })
  void wrongOptionsAreRefusedBeforeAnythingIsRead(String options, String message) {
    assertThatThrownBy(() -> EncoderSpec.parse("onnx:m.onnx:" + options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anUndeclaredInputIsRefused() {
    assertThatThrownBy(() -> EncoderSpec.parse("onnx:m.onnx").open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("declare either by pictures(...) or sound(...)");
  }
}
