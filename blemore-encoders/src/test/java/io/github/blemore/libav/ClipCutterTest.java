package io.github.blemore.libav;

import static io.github.blemore.libav.TestClips.path;
import static io.github.blemore.libav.TestClips.pixel;
import static io.github.blemore.libav.TestClips.read;
import static io.github.blemore.libav.TestClips.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipCutterTest {

  @TempDir private Path folder;

  private static ClipCut cut(String name, double start, double length, int side) {
    return new ClipCutter(new CutForm(start, length, side, false)).cut(path(name));
  }

  private Frames frames(ClipCut cut, int width, int height) throws IOException {
    return view(cut, MediaNeeds.of(whole(FrameSampling.everyNth(1, 200), width, height)))
        .frames()
        .orElseThrow();
  }

  private ClipMedia view(ClipCut cut, MediaNeeds needs) throws IOException {
    return read(Files.write(folder.resolve("cut.mp4"), cut.video()), needs);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "0.4, 0.6, 10", "0.41, 0.5, 10", "1.2, 0.2, 30"})
  void holdsExactlyTheFramesOnScreen(double start, double length, int first) throws IOException {
    ClipCut cut = cut("h264_aac.mp4", start, length, 480);
    int[] all =
        TestClips.numbers(
            read(path("h264_aac.mp4"), TestClips.pictures(FrameSampling.everyNth(1, 200)))
                .frames()
                .orElseThrow());
    int last = (int) Math.ceil((start + length) * 25 - 1e-6);

    int[] numbers = TestClips.numbers(frames(cut, 16, 16));

    assertThat(cut.missingReason()).isEmpty();
    assertThat(cut.notes()).isEmpty();
    assertThat(cut.frames()).isEqualTo(last - first).isEqualTo(numbers.length);
    assertThat(cut.seconds()).isCloseTo(length, within(1e-4));
    for (int i = 0; i < numbers.length; i++) {
      assertThat(numbers[i]).as("frame %d", i).isBetween(all[first + i] - 1, all[first + i] + 1);
    }
  }

  @Test
  void keepsTheTimesOfFrames() throws IOException {
    double[] seconds = TestClips.seconds(frames(cut("vfr.mp4", 0, 30, 480), 16, 16));
    double[] original =
        TestClips.seconds(
            read(path("vfr.mp4"), TestClips.pictures(FrameSampling.everyNth(1, 200)))
                .frames()
                .orElseThrow());

    assertThat(seconds).containsExactly(original, within(1e-3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"corners_0.mp4", "corners_90.mp4", "corners_180.mp4", "corners_270.mp4"})
  void turnsThePictureUpright(String name) throws IOException {
    Frames before =
        read(path(name), MediaNeeds.of(whole(FrameSampling.everyNth(1, 1), 32, 32)))
            .frames()
            .orElseThrow();
    Frames after = frames(cut(name, 0, 1, 480), 32, 32);

    for (int corner = 0; corner < 4; corner++) {
      int x = corner % 2 == 0 ? 4 : 27;
      int y = corner < 2 ? 4 : 27;
      int[] wanted = pixel(before, 0, x, y);
      int[] got = pixel(after, 0, x, y);
      for (int color = 0; color < 3; color++) {
        assertThat(got[color]).isCloseTo(wanted[color], within(24));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "odd_97x61.mp4, 480, 98, 62",
    "odd_97x61.mp4, 32, 50, 32",
    "portrait.mov, 64, 86, 64",
    "corners_90.mp4, 480, 64, 96",
    "corners_90.mp4, 32, 32, 48"
  })
  void sidesAreEvenAndTheShorterIsAtMostAsAsked(String name, int side, int width, int height) {
    byte[] video = cut(name, 0, 0.2, side).video();

    assertThat(sizeOfTrack(video)).containsExactly(width, height);
  }

  /** ISO/IEC 14496-12, 8.3.2: the track header ends with width and height, 16.16 fixed point. */
  private static int[] sizeOfTrack(byte[] file) {
    int header = new String(file, StandardCharsets.ISO_8859_1).indexOf("tkhd");
    int width = header + 4 + 76;
    return new int[] {shortAt(file, width), shortAt(file, width + 4)};
  }

  private static int shortAt(byte[] file, int at) {
    return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
  }

  @Test
  void sameClipGivesTheSameBytes() {
    assertThat(cut("portrait.mov", 0.1, 0.3, 64).video())
        .isEqualTo(cut("portrait.mov", 0.1, 0.3, 64).video());
  }

  @Test
  void aClipShorterThanTheCutIsTakenWholeAndSaidSo() {
    ClipCut cut = cut("one_frame.mp4", 0, 2, 480);

    assertThat(cut.frames()).isEqualTo(1);
    assertThat(cut.notes()).singleElement().asString().contains("the cut would end at 2.00 s");
  }

  @Test
  void aCutBeyondTheEndSaysSo() {
    assertThat(cut("one_frame.mp4", 10, 2, 480).missingReason().orElseThrow())
        .contains("the cut begins at 10.00 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cover.m4a", "mono_8bit.wav"})
  void aFileWithoutMovingPicturesSaysSo(String name) {
    ClipCut cut = new ClipCutter(new CutForm(0, 2, 480, true)).cut(path(name));

    assertThat(cut.missingReason()).contains("no video stream");
    assertThat(cut.sound()).isEmpty();
    assertThatThrownBy(cut::video).isInstanceOf(MediaException.class);
  }

  @Test
  void cutsTheSoundToo() throws IOException {
    ClipCut cut = new ClipCutter(new CutForm(0.25, 0.5, 64, true)).cut(path("h264_aac.mp4"));
    Path wav = Files.write(folder.resolve("cut.wav"), cut.sound().orElseThrow());
    MediaNeeds needs = MediaNeeds.of(new SoundNeeds(ClipCutter.SAMPLE_RATE, 60));
    Sound sound = read(wav, needs).sound().orElseThrow();
    float[] all = read(path("h264_aac.mp4"), needs).sound().orElseThrow().toArray();

    assertThat(cut.soundSeconds()).isEqualTo(0.5);
    assertThat(sound.length()).isEqualTo(8000);
    for (int i = 0; i < sound.length(); i++) {
      assertThat(sound.samples().get(i)).isCloseTo(all[4000 + i], within(0x1p-15f));
    }
  }

  @Test
  void saysThatThereIsNoSoundToCut() {
    ClipCut cut = new ClipCutter(new CutForm(0, 0.2, 64, true)).cut(path("odd_97x61.mp4"));

    assertThat(cut.sound()).isEmpty();
    assertThat(cut.frames()).isPositive();
    assertThat(cut.notes()).anyMatch(note -> note.startsWith("cut without sound: no audio stream"));
  }

  @Test
  void picturesThatCannotBeEncodedAreSaidWithTheirSize() throws IOException {
    Path tiny = Files.write(folder.resolve("tiny.y4m"), tinyMovie());
    ClipCutter cutter = new ClipCutter(new CutForm(0, 2, 480, false));

    assertThatThrownBy(() -> cutter.cut(tiny))
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("tiny.y4m", "pictures of 8 x 8 pixels");
  }

  /** YUV4MPEG2: one black picture of 8 x 8 pixels, smaller than OpenH264 takes. */
  private static byte[] tinyMovie() {
    String head = "YUV4MPEG2 W8 H8 F25:1 C420jpeg\nFRAME\n";
    return Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + 8 * 8 * 3 / 2);
  }

  @Test
  void anInterruptedThreadStops() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> cut("h264_aac.mp4", 0, 1, 64))
          .isInstanceOf(InterruptedWorkException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 2, 480, start is -1.0 s",
    "NaN, 2, 480, start is NaN",
    "0, 0, 480, length is 0.0 s",
    "0, Infinity, 480, length is Infinity",
    "0, 2, 479, shorterSide is 479 pixels",
    "0, 2, 8, shorterSide is 8 pixels"
  })
  void refusesWhatCannotBeCut(double start, double length, int side, String problem) {
    assertThatThrownBy(() -> new CutForm(start, length, side, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }
}
