package io.github.blemore.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaSpan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MotionGridEncoderTest {

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int CELLS = 48;

  private static float[] encode(byte[]... frames) {
    double[] seconds = new double[frames.length];
    Arrays.setAll(seconds, i -> i);
    ClipMedia media =
        ClipMedia.builder(Clip.of(Path.of("drawn.mov")), new MediaSpan(0, frames.length))
            .frames(Frames.of(WIDTH, HEIGHT, List.of(frames), seconds))
            .build();
    try (MotionGridEncoder encoder = new MotionGridEncoder()) {
      return ((Embedding) encoder.encode(List.of(media)).get(0)).vector();
    }
  }

  /** Gray but for one cell. */
  private static byte[] frame(int row, int column, int level) {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    Arrays.fill(rgb, (byte) 100);
    for (int y = 8 * row; y < 8 * row + 8; y++) {
      int from = 3 * (y * WIDTH + 8 * column);
      Arrays.fill(rgb, from, from + 24, (byte) level);
    }
    return rgb;
  }

  @Test
  void aStillClipAndASingleFrameGiveZeros() {
    byte[] frame = frame(2, 3, 200);

    assertThat(encode(frame, frame, frame)).containsOnly(0);
    assertThat(encode(frame)).containsOnly(0);
  }

  @Test
  void whatMovesShowsInItsCellOnly() {
    float[] vector = encode(frame(2, 3, 100), frame(2, 3, 202), frame(2, 3, 151));
    int cell = 2 * 8 + 3;

    // From 100 to 151 at last; steps of 102 and 51 between.
    assertThat(vector[cell]).isCloseTo(0.2f, within(1e-6f));
    assertThat(vector[CELLS + cell]).isCloseTo(0.3f, within(1e-6f));
    assertThat(vector[2 * CELLS + cell]).isCloseTo(0.1f, within(1e-6f));
    vector[cell] = 0;
    vector[CELLS + cell] = 0;
    vector[2 * CELLS + cell] = 0;
    assertThat(vector).containsOnly(0);
  }
}
