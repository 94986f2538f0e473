package io.github.blemore.libav;

import static io.github.blemore.libav.TestClips.clip;
import static io.github.blemore.libav.TestClips.pixel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.github.blemore.ModelException;
import io.github.blemore.face.FaceBox;
import io.github.blemore.face.FaceDetector;
import io.github.blemore.image.RgbImage;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FaceTest {

  /** Answers by the number of the call. */
  private static final class ScriptedDetector implements FaceDetector {
    private final IntFunction<List<FaceBox>> script;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    ScriptedDetector(IntFunction<List<FaceBox>> script) {
      this.script = script;
    }

    @Override
    public List<FaceBox> detect(RgbImage image) {
      return script.apply(calls.getAndIncrement());
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  private static MediaNeeds faces(FrameSampling sampling, double margin) {
    return MediaNeeds.of(
        new FrameNeeds(
            sampling, FrameRegion.face(margin), ImageFit.squash(32, 32, Interpolation.BILINEAR)));
  }

  private static ClipMedia read(FaceDetector detector, String name, MediaNeeds needs) {
    try (LibavMediaReader reader = LibavMediaReader.builder().faceDetector(detector).build()) {
      return reader.read(clip(name), List.of(needs)).get(0);
    }
  }

  @Test
  void squareAroundTheFaceAsSeen() {
    // Seen upright 64 x 96: red above left, yellow above right, black and green below.
    FaceDetector lowerRight =
        new ScriptedDetector(call -> List.of(new FaceBox(40, 60, 10, 20), new FaceBox(2, 2, 9, 9)));
    ClipMedia media = read(lowerRight, "corners_90.mp4", faces(FrameSampling.uniform(2), 0));
    Frames frames = media.frames().orElseThrow();
    // A square of 20 around (45, 70), all of it green.
    assertThat(media.notes()).isEmpty();
    for (int[] at : new int[][] {{0, 0}, {31, 0}, {0, 31}, {31, 31}}) {
      assertThat(pixel(frames, 1, at[0], at[1])[1]).isGreaterThan(245);
      assertThat(pixel(frames, 1, at[0], at[1])[0]).isLessThan(10);
    }
  }

  @Test
  void marginWidensTheSquareUpToTheFrame() {
    FaceDetector middle = new ScriptedDetector(call -> List.of(new FaceBox(38, 22, 20, 20)));
    // 96 x 64, side 20 * (1 + 2 * 1.5) = 80: the frame's height of 64 is all there is.
    Frames frames =
        read(middle, "corners_0.mp4", faces(FrameSampling.uniform(1), 1.5)).frames().orElseThrow();
    assertThat(pixel(frames, 0, 0, 0)[0]).isLessThan(10);
    assertThat(pixel(frames, 0, 31, 0)[0]).isGreaterThan(245);
    assertThat(pixel(frames, 0, 0, 31)[1]).isGreaterThan(245);
    assertThat(pixel(frames, 0, 15, 15)[0]).isLessThan(40);
    assertThat(pixel(frames, 0, 16, 16)[0]).isGreaterThan(215);
  }

  @Test
  void gapsAreFilledAndSaid() {
    ScriptedDetector gaps =
        new ScriptedDetector(
            call -> call % 2 == 0 ? List.of() : List.of(new FaceBox(20, 10, 20, 20)));
    ClipMedia media = read(gaps, "h264_aac.mp4", faces(FrameSampling.uniform(6), 0.25));
    assertThat(media.frames().orElseThrow().count()).isEqualTo(6);
    assertThat(media.notes()).containsExactly("face found in 3 of 6 frames");
    assertThat(gaps.calls.get()).isEqualTo(6);
  }

  @Test
  void noFaceAnywhere() {
    ClipMedia media =
        read(
            new ScriptedDetector(call -> List.of()),
            "h264_aac.mp4",
            faces(FrameSampling.uniform(16), 0));
    assertThat(media.missingReason()).contains("no face found in 16 frames");
    assertThat(media.frames()).isEmpty();
  }

  @Test
  void eachFrameIsSearchedOnceForAllNeeds() {
    ScriptedDetector detector = new ScriptedDetector(call -> List.of(new FaceBox(20, 10, 20, 20)));
    try (LibavMediaReader reader = LibavMediaReader.builder().faceDetector(detector).build()) {
      FrameSampling five = FrameSampling.uniform(5);
      List<ClipMedia> media =
          reader.read(
              clip("h264_aac.mp4"),
              List.of(
                  faces(five, 0),
                  faces(five, 0.25),
                  // Half of its frames are among the five.
                  faces(FrameSampling.everyNth(5, 10), 0),
                  TestClips.pictures(FrameSampling.everyNth(1, 50))));
      assertThat(detector.calls.get()).isEqualTo(10);
      assertThat(media.get(0).frames().orElseThrow().count()).isEqualTo(5);
      assertThat(media.get(2).frames().orElseThrow().count()).isEqualTo(10);
      assertThat(media.get(3).frames().orElseThrow().count()).isEqualTo(50);
    }
    assertThat(detector.closed).isFalse();
  }

  @Test
  void facesAreSearchedInASmallerPicture() {
    AtomicInteger side = new AtomicInteger();
    FaceDetector detector =
        new FaceDetector() {
          @Override
          public List<FaceBox> detect(RgbImage image) {
            side.set(Math.max(image.width(), image.height()));
            return List.of(new FaceBox(320, 100, 160, 160));
          }

          @Override
          public void close() {}
        };
    ClipMedia media = read(detector, "large.mp4", faces(FrameSampling.uniform(1), 0));
    assertThat(side.get()).isEqualTo(640);
    // 1280 x 720 with a red square of 320 at (640, 200), exactly.
    Frames frames = media.frames().orElseThrow();
    for (int[] at : new int[][] {{1, 1}, {30, 1}, {1, 30}, {30, 30}}) {
      int[] rgb = pixel(frames, 0, at[0], at[1]);
      assertThat(rgb[0]).isCloseTo(255, within(6));
      assertThat(rgb[2]).isCloseTo(0, within(6));
    }
  }

  private static List<ClipMedia> readFacesAndAll(IntFunction<List<FaceBox>> script) {
    try (LibavMediaReader reader =
        LibavMediaReader.builder().faceDetector(new ScriptedDetector(script)).build()) {
      return reader.read(
          clip("h264_aac.mp4"),
          List.of(
              faces(FrameSampling.uniform(16), 0),
              TestClips.both(FrameSampling.uniform(4), 16000)));
    }
  }

  @Test
  void detectorsFailureLeavesAllButTheFaces() {
    List<ClipMedia> media =
        readFacesAndAll(
            call -> {
              if (call < 3) {
                return List.of(new FaceBox(20, 10, 20, 20));
              }
              throw new IllegalStateException("out of order");
            });
    assertThat(media.get(0).missingReason()).contains("face detector failed: out of order");
    assertThat(media.get(0).frames()).isEmpty();
    assertThat(media.get(1).missingReason()).isEmpty();
    assertThat(media.get(1).frames().orElseThrow().count()).isEqualTo(4);
    assertThat(media.get(1).sound()).isPresent();
  }

  @Test
  void detectorsBrokenInstallationIsTheReaders() {
    assertThatThrownBy(
            () ->
                readFacesAndAll(
                    call -> {
                      throw new ModelException("no natives");
                    }))
        .isInstanceOf(ModelException.class)
        .hasMessage("no natives");
  }

  @Test
  @Timeout(60)
  void detectorThatInterruptsItsThreadIsRefused() {
    assertThatThrownBy(
            () ->
                readFacesAndAll(
                    call -> {
                      Thread.currentThread().interrupt();
                      return List.of(new FaceBox(20, 10, 20, 20));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must not set the interrupt flag");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void framesHeldForTheirFacesAreBounded() {
    Natives.load();
    FrameSampling sampling = FrameSampling.uniform(9);
    FrameNeeds need = faces(sampling, 0).frames().orElseThrow();
    ScriptedDetector detector = new ScriptedDetector(call -> List.of(new FaceBox(20, 10, 20, 20)));
    try (FrameWork work =
        new FrameWork(
            List.of(sampling), List.of(need), () -> detector, Orientation.UPRIGHT, 3 << 20)) {
      for (int i = 0; i < 9; i++) {
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_GRAY8);
        frame.width(1024);
        frame.height(512);
        assertThat(av_frame_get_buffer(frame, 0)).isZero();
        try (Shot shot = new Shot(frame, i, new int[] {1})) {
          work.accept(shot);
        }
        assertThat(work.faceFailure() == null).isEqualTo(i < 5);
      }
      assertThat(work.faceFailure())
          .contains("6 of 1024 x 512 pixels are above 3 MiB", "sample fewer frames");
      assertThat(work.finishFaces()).isEmpty();
      assertThat(work.frames(need)).isNull();
    }
  }

  @Test
  void detectorSetTwice() {
    FaceDetector detector = new ScriptedDetector(call -> List.of());
    LibavMediaReader.Builder builder = LibavMediaReader.builder().faceDetector(detector);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.faceDetector(detector))
        .withMessageContaining("twice");
  }

  @Test
  void haarIsTheDefault() {
    try (LibavMediaReader reader = LibavMediaReader.builder().build()) {
      ClipMedia media =
          reader.read(clip("h264_aac.mp4"), List.of(faces(FrameSampling.uniform(2), 0))).get(0);
      assertThat(media.missingReason()).contains("no face found in 2 frames");
    }
  }
}
