package io.github.blemore.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.media.Frames;
import io.github.blemore.network.Encodings;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.network.TestCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoMemoryTest {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** Resident set of the process in MB. */
  private static double residentMegabytes() throws IOException {
    System.gc();
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aThousandEncodesLeaveNothingBehind() throws IOException {
    assumeTrue(Files.exists(STATUS), "only where /proc tells the resident set");
    VideoMaeEncoder.Builder builder =
        VideoMaeEncoder.builder(TestCheckpoints.original("videomae")).device(Device.cpu());
    List<NDManager> weights = new ArrayList<>();
    try (Encoder encoder =
        LoadedWeights.load(
            builder,
            List.of("videomae"),
            List.of(VideoMaeNet.prefix()),
            loaded -> {
              weights.add(loaded.weights().manager());
              return builder.encoder(loaded);
            })) {
      Frames frames = Encodings.noise(4, 32, 1);
      for (int i = 0; i < 300; i++) {
        Encodings.encode(encoder, frames);
      }
      int arrays = weights.get(0).getManagedArrays().size();
      double before = residentMegabytes();
      for (int i = 0; i < 1000; i++) {
        Encodings.encode(encoder, frames);
      }

      assertThat(weights.get(0).getManagedArrays()).hasSize(arrays);
      // An input of 48 kB leaked each time would be 47 MB.
      assertThat(residentMegabytes() - before).isLessThan(24);
    }
  }
}
