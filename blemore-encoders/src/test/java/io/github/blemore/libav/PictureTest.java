package io.github.blemore.libav;

import static io.github.blemore.libav.TestClips.numbers;
import static io.github.blemore.libav.TestClips.path;
import static io.github.blemore.libav.TestClips.pictures;
import static io.github.blemore.libav.TestClips.pixel;
import static io.github.blemore.libav.TestClips.read;
import static io.github.blemore.libav.TestClips.seconds;
import static io.github.blemore.libav.TestClips.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.MediaSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {

  private static Frames frames(String name, FrameSampling sampling) {
    ClipMedia media = read(path(name), pictures(sampling));
    assertThat(media.missingReason()).isEmpty();
    assertThat(media.notes()).isEmpty();
    return media.frames().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"h264_aac.mp4", "index_at_end.mov", "h264_aac.ts", "vp9_opus.webm", "live.webm"})
  void uniformFramesOfTwoSeconds(String name) {
    Frames frames = frames(name, FrameSampling.uniform(5));
    // The moments 0.2, 0.6, 1.0, 1.4, 1.8 at 25 frames a second.
    assertThat(numbers(frames)).containsExactly(5, 15, 25, 35, 45);
    assertThat(seconds(frames))
        .containsExactly(new double[] {0.2, 0.6, 1.0, 1.4, 1.8}, within(0.0011));
  }

  @Test
  void aContainerThatSaysNoLengthOfThePictureGivesItsOwn() {
    // 2.023 s with the sound: the moments lie a little later.
    assertThat(numbers(frames("h264_aac.mkv", FrameSampling.uniform(5))))
        .containsExactly(5, 15, 25, 35, 45);
  }

  @ParameterizedTest
  @CsvSource({"mjpeg_pcm.avi, 25", "hevc_10bit.mp4, 25", "odd_97x61.mp4, 25", "h264_aac.mp4, 50"})
  void everyFrameInOrder(String name, int count) {
    Frames frames = frames(name, FrameSampling.everyNth(1, 100));
    assertThat(numbers(frames)).isEqualTo(IntStream.range(0, count).toArray());
    assertThat(seconds(frames))
        .containsExactly(
            IntStream.range(0, count).mapToDouble(i -> i / 25.0).toArray(), within(1e-6));
  }

  @Test
  void everyNthStopsWhenThereAreEnough() {
    ClipMedia media = read(path("h264_aac.mp4"), pictures(FrameSampling.everyNth(7, 3)));
    assertThat(numbers(media.frames().orElseThrow())).containsExactly(0, 7, 14);
    assertThat(media.span().end()).isCloseTo(0.6, within(1e-6));
  }

  @Test
  void aRateAndACellBudgetGoByTheClip() {
    ImageFit fit = ImageFit.keepAspect(8, 12, Interpolation.BICUBIC);
    FrameNeeds needs = new FrameNeeds(FrameSampling.atRate(4, 32), FrameRegion.whole(), fit);
    Frames frames = read(path("odd_97x61.mp4"), MediaNeeds.of(needs)).frames().orElseThrow();

    // 1 s at 25 frames a second; 4.37 by 2.75 cells.
    assertThat(seconds(frames)).containsExactly(new double[] {0, 0.24, 0.48, 0.72}, within(1e-6));
    assertThat(frames.width()).isEqualTo(32);
    assertThat(frames.height()).isEqualTo(16);
  }

  @Test
  void firstSecondsOnly() {
    ClipMedia media = read(path("h264_aac.mp4"), pictures(FrameSampling.firstSeconds(1, 4)));
    // The moments 0.125, 0.375, 0.625, 0.875.
    assertThat(numbers(media.frames().orElseThrow())).containsExactly(3, 9, 15, 21);
    assertThat(media.span()).isEqualTo(new MediaSpan(0, 1));
  }

  @Test
  void variableFrameRate() {
    // 1.2 s; the moments 0.1, 0.3, 0.5, 0.7, 0.9, 1.1; frame 15 begins at 1.1.
    Frames frames = frames("vfr.mp4", FrameSampling.uniform(6));
    assertThat(numbers(frames)).containsExactly(1, 3, 5, 7, 9, 15);
    assertThat(seconds(frames))
        .containsExactly(new double[] {0.1, 0.3, 0.5, 0.7, 0.9, 1.1}, within(1e-9));
  }

  @Test
  void aPictureThatStartsLateIsAsLongAsItIs() {
    // On screen from 0.8 to 2.8 s of the file's clock.
    Frames frames = frames("late_picture.mkv", FrameSampling.uniform(5));
    assertThat(numbers(frames)).containsExactly(5, 15, 25, 35, 45);
  }

  @Test
  void variableFrameRateOfReorderedFrames() {
    // Frames 0..5, 7, 14, 21, 28, 35 and 40..49 of 2 s; the last moment is 1.98 s.
    Frames frames = frames("vfr_reordered.mp4", FrameSampling.uniform(50));
    int[] expected = {0, 1, 2, 3, 4, 5, 5, 7, 7, 7, 7, 7, 7, 7, 14, 14, 14, 14, 14, 14, 14};
    int[] numbers = numbers(frames);
    assertThat(java.util.Arrays.copyOf(numbers, expected.length)).isEqualTo(expected);
    assertThat(numbers[49]).isEqualTo(49);
  }

  @Test
  void editsOfSeveralPiecesAreSampledToTheirEnd() {
    ClipMedia media = read(path("multi_edit.mp4"), pictures(FrameSampling.uniform(40)));
    assertThat(media.span().end()).isCloseTo(2.36, within(1e-6));
    assertThat(media.frames().orElseThrow().seconds(39)).isCloseTo(2.32, within(1e-6));
  }

  @Test
  void withoutAnyTimesTheyAreAssumedAndSaidToBe() {
    ClipMedia media = read(path("untimed.h264"), pictures(FrameSampling.uniform(5)));
    assertThat(numbers(media.frames().orElseThrow())).containsExactly(5, 15, 25, 35, 45);
    assertThat(media.notes())
        .containsExactly("the file says no times of frames: taken as 25.00 a second");
  }

  @Test
  void guessedTimesAreNoEarlyEnd() {
    // Packets of an .avi have no time on screen: a frame's is guessed to within its reordering.
    int[] numbers = numbers(frames("reordered.avi", FrameSampling.uniform(50)));
    assertThat(numbers).hasSize(50).isSorted();
    for (int i = 0; i < 50; i++) {
      assertThat(numbers[i]).isCloseTo(i, within(2));
    }
  }

  @Test
  void oneFrameServesAllMoments() {
    Frames frames = frames("one_frame.mp4", FrameSampling.uniform(16));
    assertThat(numbers(frames)).containsOnly(0).hasSize(16);
    assertThat(seconds(frames)).containsOnly(0);
  }

  @Test
  void manyNeedsInOnePass() {
    List<MediaNeeds> needs =
        List.of(
            pictures(FrameSampling.uniform(5)),
            MediaNeeds.of(whole(FrameSampling.everyNth(10, 9), 64, 48)),
            pictures(FrameSampling.uniform(5)),
            TestClips.both(FrameSampling.firstSeconds(0.5, 2), 16000));
    try (MediaReader reader = MediaReader.open()) {
      assertThat(reader).isInstanceOf(LibavMediaReader.class);
      List<ClipMedia> media = reader.read(TestClips.clip("h264_aac.mp4"), needs);
      assertThat(media).hasSize(4);
      assertThat(numbers(media.get(0).frames().orElseThrow())).containsExactly(5, 15, 25, 35, 45);
      Frames large = media.get(1).frames().orElseThrow();
      assertThat(numbers(large)).containsExactly(0, 10, 20, 30, 40);
      assertThat(large.width()).isEqualTo(64);
      assertThat(numbers(media.get(2).frames().orElseThrow())).containsExactly(5, 15, 25, 35, 45);
      assertThat(numbers(media.get(3).frames().orElseThrow())).containsExactly(3, 9);
      assertThat(media.get(3).sound()).isPresent();
      assertThat(media.get(0).sound()).isEmpty();
    }
  }

  /** Alone, frames that are not chosen may be left undecoded; beside a rule that counts, none. */
  @ParameterizedTest
  @CsvSource({
    "h264_aac.mp4, 7",
    "h264_aac.ts, 7",
    "vfr.mp4, 7",
    "multi_edit.mp4, 5",
    "multi_edit.mp4, 33"
  })
  void whatIsChosenDoesNotDependOnWhatElseIs(String name, int count) {
    FrameSampling few = FrameSampling.uniform(count);
    Frames alone = frames(name, few);
    try (MediaReader reader = LibavMediaReader.builder().build()) {
      Frames beside =
          reader
              .read(
                  TestClips.clip(name),
                  List.of(pictures(few), pictures(FrameSampling.everyNth(1, 100))))
              .get(0)
              .frames()
              .orElseThrow();
      assertThat(seconds(beside)).isEqualTo(seconds(alone));
      for (int i = 0; i < count; i++) {
        assertThat(beside.frame(i)).isEqualTo(alone.frame(i));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Black, red / green, yellow, turned counterclockwise: as ffmpeg shows these files.
    "corners_0.mp4, 96, 64, K, R, G, Y",
    "corners_90.mp4, 64, 96, R, Y, K, G",
    "corners_180.mp4, 96, 64, Y, G, R, K",
    "corners_270.mp4, 64, 96, G, K, Y, R"
  })
  void rotation(
      String name,
      int width,
      int height,
      String topLeft,
      String topRight,
      String bottomLeft,
      String bottomRight) {
    MediaNeeds needs = MediaNeeds.of(whole(FrameSampling.uniform(1), width, height));
    Frames frames = read(path(name), needs).frames().orElseThrow();
    assertThat(color(frames, 1, 1)).isEqualTo(topLeft);
    assertThat(color(frames, width - 2, 1)).isEqualTo(topRight);
    assertThat(color(frames, 1, height - 2)).isEqualTo(bottomLeft);
    assertThat(color(frames, width - 2, height - 2)).isEqualTo(bottomRight);
    // The middle lines are where they were: nothing was stretched.
    assertThat(color(frames, width / 2 - 1, height / 2 - 1)).isEqualTo(topLeft);
    assertThat(color(frames, width / 2, height / 2)).isEqualTo(bottomRight);
  }

  private static String color(Frames frames, int x, int y) {
    int[] rgb = pixel(frames, 0, x, y);
    assertThat(rgb[2]).isLessThan(10);
    assertThat(rgb[0] < 10 || rgb[0] > 245).isTrue();
    assertThat(rgb[1] < 10 || rgb[1] > 245).isTrue();
    return rgb[0] > 127 ? (rgb[1] > 127 ? "Y" : "R") : (rgb[1] > 127 ? "G" : "K");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bt709_limited.mp4", "bt601_full.mp4"})
  void matrixAndRangeOfTheFrame(String name) {
    Frames frames = read(path(name), pictures(FrameSampling.uniform(1))).frames().orElseThrow();
    int[] rgb = pixel(frames, 0, 8, 8);
    int[] made = {0xC8, 0x3C, 0x28};
    for (int i = 0; i < 3; i++) {
      assertThat(rgb[i]).isCloseTo(made[i], within(3));
    }
  }

  @Test
  void fitIsShortestEdgeCrop() {
    MediaNeeds needs =
        MediaNeeds.of(
            new FrameNeeds(
                FrameSampling.uniform(1),
                FrameRegion.whole(),
                ImageFit.shortestEdgeCrop(32, Interpolation.BICUBIC)));
    Frames frames = read(path("corners_0.mp4"), needs).frames().orElseThrow();
    assertThat(frames.width()).isEqualTo(32);
    // 48 x 32 pixels, of which 8..39 are kept: the colors meet in the middle.
    assertThat(color(frames, 14, 0)).isEqualTo("K");
    assertThat(color(frames, 17, 31)).isEqualTo("Y");
  }

  @Test
  void nameOutsideAscii(@TempDir Path folder) throws IOException {
    Path clip = folder.resolve("Wut & Tränen – 怒り: 100%.mp4");
    Files.copy(path("one_frame.mp4"), clip);
    assertThat(read(clip, pictures(FrameSampling.uniform(1))).frames()).isPresent();
  }
}
