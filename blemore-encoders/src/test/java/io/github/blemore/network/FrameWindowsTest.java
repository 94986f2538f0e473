package io.github.blemore.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.media.Frames;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameWindowsTest {

  private static double[] seconds(Frames frames) {
    return IntStream.range(0, frames.count()).mapToDouble(frames::seconds).toArray();
  }

  @Test
  void cutsOneAfterTheOther() {
    FrameWindows cut = FrameWindows.of("x", Encodings.noise(6, 2, 1), 2, 3);

    assertThat(cut.windows()).hasSize(2);
    assertThat(seconds(cut.windows().get(0))).containsExactly(0, 1, 2);
    assertThat(seconds(cut.windows().get(1))).containsExactly(3, 4, 5);
    assertThat(cut.notes()).isEmpty();
  }

  @Test
  void repeatsTheLastFrameAndSaysSo() {
    Frames frames = Encodings.noise(4, 2, 1);

    FrameWindows cut = FrameWindows.of("x", frames, 2, 3);

    assertThat(seconds(cut.windows().get(1))).containsExactly(3, 3, 3);
    assertThat(cut.windows().get(1).frame(2)).isEqualTo(frames.frame(3));
    assertThat(cut.notes()).containsExactly("x needs 6 frames: there are 4, the last is repeated");
  }

  @Test
  void saysThatFramesStandMoreThanOnce() {
    Frames frames = Encodings.noise(2, 2, 1).select(0, 0, 1, 1);

    assertThat(FrameWindows.of("x", frames, 1, 4).notes())
        .containsExactly("x looked at 4 frames: only 2 are different, some stand more than once");
  }

  @Test
  void oneFrameFillsAllWindows() {
    List<Frames> windows = FrameWindows.of("x", Encodings.noise(1, 2, 1), 3, 2).windows();

    assertThat(windows).hasSize(3).allMatch(window -> window.count() == 2);
  }
}
