package io.github.blemore.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.blemore.Device;
import io.github.blemore.media.Frames;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelInputTest {

  private static final Path TABLES = Path.of("src/test/resources/fixtures/preprocess");

  /** All bytes in each channel: one row of 256 pixels. */
  private static Frames allBytes() {
    byte[] image = new byte[3 * 256];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (i / 3);
    }
    return Frames.of(256, 1, List.of(image), new double[] {0});
  }

  @ParameterizedTest
  @CsvSource({
    "videomae, 0.485, 0.456, 0.406, 0.229, 0.224, 0.225",
    "timesformer, 0.45, 0.45, 0.45, 0.225, 0.225, 0.225",
    "clip, 0.48145466, 0.4578275, 0.40821073, 0.26862954, 0.26130258, 0.27577711",
    "s4d, 0.485, 0.456, 0.406, 0.229, 0.224, 0.225"
  })
  void normalizesEveryByteAsTheOriginalToTheBit(
      String name, double r, double g, double b, double sr, double sg, double sb)
      throws IOException {
    float[] expected = NpyArray.read(TABLES.resolve("normalize_table_" + name + ".npy")).toFloats();
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager()) {
      PixelInput input = PixelInput.of(manager, List.of(r, g, b), List.of(sr, sg, sb));

      assertThat(Scopes.values(() -> input.apply(manager, List.of(allBytes()))))
          .containsExactly(expected);
    }
  }

  @Test
  void keepsClipsFramesRowsAndChannelsApart() {
    byte[][] images = new byte[4][3 * 2 * 5];
    for (int i = 0; i < 4 * 30; i++) {
      images[i / 30][i % 30] = (byte) i;
    }
    Frames first = Frames.of(5, 2, List.of(images[0], images[1]), new double[] {0, 1});
    Frames second = Frames.of(5, 2, List.of(images[2], images[3]), new double[] {0, 1});
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager()) {
      PixelInput input = PixelInput.of(manager, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

      float[] values = Scopes.values(() -> input.apply(manager, List.of(first, second)));

      for (int frame = 0; frame < 4; frame++) {
        for (int channel = 0; channel < 3; channel++) {
          for (int pixel = 0; pixel < 10; pixel++) {
            assertThat(values[(frame * 3 + channel) * 10 + pixel])
                .isEqualTo((frame * 30 + pixel * 3 + channel) / 255f);
          }
        }
      }
    }
  }
}
