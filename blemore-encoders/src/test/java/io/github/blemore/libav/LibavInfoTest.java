package io.github.blemore.libav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibavInfoTest {

  @Test
  void commonDecodersAreThere() {
    LibavInfo info = LibavInfo.read();
    assertThat(info.version()).matches("\\d+\\.\\d+.*");
    assertThat(info.decoders()).containsExactly("h264", "hevc", "vp9", "av1", "aac", "opus", "pcm");
    assertThat(info.missing()).isEmpty();
  }

  /** Run in a process of its own. */
  static final class WithoutNatives {
    public static void main(String[] args) {
      try {
        LibavInfo.read();
      } catch (io.github.blemore.ModelException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void missingNativesAreNamed(@TempDir Path cache) throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*(ffmpeg|javacpp)-[^-]+(-[^-]+)?-\\w+-\\w+\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                "-cp",
                classPath,
                WithoutNatives.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .containsPattern("org\\.bytedeco:ffmpeg:\\d+\\.\\d+\\.\\d+-\\d+\\.\\d+\\.\\d+ ")
        .containsPattern(
            "org\\.bytedeco:javacpp:\\d+\\.\\d+\\.\\d+, each with classifier \\w+-\\w+");
  }
}
