package io.github.blemore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.Clip;
import io.github.blemore.Recognition;
import io.github.blemore.embedded.EmbeddedDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Many recognitions leave native and heap memory where they were. By default 60; {@code
 * -Dblemore.recognitions=1000} for the long run.
 */
@EnabledOnOs(OS.LINUX)
class MemoryIT {

  private static final Clip CLIP =
      Clip.of(Path.of("../blemore-encoders/src/test/resources/media/portrait.mov"));
  private static final int WARM_UP = 20;
  private static final long ALLOWED_GROWTH = 48L << 20;

  private static long residentBytes() throws IOException {
    String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1];
    return Long.parseLong(pages) * 4096;
  }

  private static long heapBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void manyRecognitionsLeaveMemoryLevel() throws IOException {
    int recognitions = Integer.getInteger("blemore.recognitions", 60);
    try (BlendRecognizer recognizer = EmbeddedDefault.recognizer()) {
      Recognition first = recognizer.recognize(CLIP);
      for (int i = 1; i < WARM_UP; i++) {
        recognizer.recognize(CLIP);
      }
      long heapBefore = heapBytes();
      long residentBefore = residentBytes();
      for (int i = 0; i < recognitions; i++) {
        assertThat(recognizer.recognize(CLIP).blend()).isEqualTo(first.blend());
      }
      long heapGrowth = heapBytes() - heapBefore;
      long residentGrowth = residentBytes() - residentBefore;
      System.out.printf(
          "%d recognitions: heap %+d KB, resident %+d KB%n",
          recognitions, heapGrowth >> 10, residentGrowth >> 10);
      assertThat(heapGrowth).isLessThan(8L << 20);
      assertThat(residentGrowth).isLessThan(ALLOWED_GROWTH);
    }
  }
}
