package io.github.blemore.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.ModelException;
import io.github.blemore.face.HaarFaceDetector;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.libav.LibavInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told who has our jars and no natives: a Java of its own, without them. */
class MissingNativesTest {

  @TempDir Path empty;

  /** Run in the other Java. */
  static final class Loader {
    private Loader() {}

    public static void main(String[] what) {
      try {
        switch (what[0]) {
          case "haar" -> HaarFaceDetector.load().close();
          case "libav" -> LibavInfo.read();
          default -> FaceApiEncoder.builder().build().close();
        }
      } catch (ModelException e) {
        System.out.println("ModelException: " + e.getMessage());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private String load(String what) throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*(x86_64|arm64|aarch64|pytorch-jni)[^/\\\\]*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, "-Dorg.bytedeco.javacpp.cachedir=" + empty));
    command.addAll(List.of(Loader.class.getName(), what));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DJL_CACHE_DIR", empty.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  @Test
  void openCvIsNamed() throws IOException, InterruptedException {
    assertThat(load("haar"))
        .contains("ModelException: ")
        .contains("org.bytedeco:opencv:4.13.0-1.5.13")
        .contains("org.bytedeco:openblas:0.3.31-1.5.13")
        .contains("org.bytedeco:javacpp:1.5.13");
  }

  @Test
  void libavIsNamed() throws IOException, InterruptedException {
    assertThat(load("libav"))
        .contains("ModelException: ")
        .contains("org.bytedeco:ffmpeg:8.0.1-1.5.13")
        .contains("org.bytedeco:javacpp:1.5.13");
  }

  @Test
  void pyTorchIsNamed() throws IOException, InterruptedException {
    assertThat(load("torch"))
        .contains("ModelException: ")
        .contains("ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1")
        .contains("ai.djl.pytorch:pytorch-native-cpu:2.7.1:");
  }
}
