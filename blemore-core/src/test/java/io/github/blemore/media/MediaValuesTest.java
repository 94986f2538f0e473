package io.github.blemore.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.blemore.Clip;
import io.github.blemore.EncoderInfo;
import io.github.blemore.License;
import io.github.blemore.Modality;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Needs and media as data. */
class MediaValuesTest {

  private static final Clip CLIP = Clip.of(Path.of("clip.mov"));
  private static final MediaNeeds SOUND = MediaNeeds.of(new SoundNeeds(16_000, 60));

  @Test
  void needsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new SoundNeeds(10, 60)).hasMessageContaining("10 Hz");
    assertThatThrownBy(() -> new SoundNeeds(16_000, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> FrameSampling.uniform(0)).hasMessageContaining("0 frames");
    assertThatThrownBy(() -> FrameSampling.everyNth(0, 1)).hasMessageContaining("step is 0");
    assertThatThrownBy(() -> FrameSampling.firstSeconds(-1, 1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> FrameSampling.atRate(0, 1)).hasMessageContaining("perSecond is 0.0");
    assertThatThrownBy(() -> FrameSampling.atRate(Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> FrameSampling.atRate(1, 0)).hasMessageContaining("0 frames");
    assertThatThrownBy(() -> ImageFit.keepAspect(0, 1, Interpolation.BICUBIC))
        .hasMessageContaining("0 pixels");
    assertThatThrownBy(() -> ImageFit.keepAspect(48, 0, Interpolation.BICUBIC))
        .hasMessageContaining("maxCells is 0");
    assertThatThrownBy(() -> FrameRegion.face(-0.1)).hasMessageContaining("-0.1");
    assertThatThrownBy(() -> ImageFit.squash(0, 1, Interpolation.BILINEAR))
        .hasMessageContaining("0 pixels");
    assertThatThrownBy(() -> new MediaSpan(2, 1)).hasMessageContaining("2.0..1.0");
  }

  @Test
  void nothingCanBeNeeded() {
    assertThat(MediaNeeds.none().isNone()).isTrue();
    assertThat(SOUND.isNone()).isFalse();
    assertThat(MediaNeeds.none()).isEqualTo(new MediaNeeds(Optional.empty(), Optional.empty()));

    ClipMedia nothing = ClipMedia.ofNothing(CLIP);
    assertThat(nothing.clip()).isEqualTo(CLIP);
    assertThat(nothing.frames()).isEmpty();
    assertThat(nothing.sound()).isEmpty();
    assertThat(nothing.missingReason()).isEmpty();
    assertThat(nothing.span()).isEqualTo(new MediaSpan(0, 0));
  }

  @Test
  void rulesHaveNames() {
    assertThat(FrameSampling.uniform(16).name()).isEqualTo("uniform-16");
    assertThat(FrameSampling.everyNth(4, 16).name()).isEqualTo("every-4-max-16");
    assertThat(FrameSampling.firstSeconds(2, 8).name()).isEqualTo("first-2.0s-8");
    assertThat(FrameSampling.atRate(1, 32).name()).isEqualTo("rate-1.0-max-32");
  }

  @Test
  void framesAreCheckedAndReadOnly() {
    Frames frames = Frames.of(1, 2, List.of(new byte[] {1, 2, 3, 4, 5, 6}), new double[] {0.5});
    ByteBuffer all = ByteBuffer.allocate(6);
    frames.copyTo(all);

    assertThat(all.array()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(frames.seconds(0)).isEqualTo(0.5);
    assertThatThrownBy(() -> frames.frame(0).put((byte) 9))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> Frames.of(1, 1, List.of(new byte[2]), new double[1]))
        .hasMessageContaining("1 x 1 x 3 = 3");
    byte[] pixel = new byte[3];
    assertThatThrownBy(() -> Frames.of(1, 1, List.of(pixel, pixel), new double[] {1, 0.5}))
        .hasMessageContaining("must not descend");
    assertThatThrownBy(() -> Frames.of(1, 1, List.of(), new double[0]))
        .hasMessageContaining("at least one");
  }

  @Test
  void framesAreSelectedInTheOrderOfTime() {
    Frames frames =
        Frames.of(
            1,
            1,
            List.of(new byte[] {0, 0, 0}, new byte[] {1, 1, 1}, new byte[] {2, 2, 2}),
            new double[] {0, 0.5, 1});

    Frames some = frames.select(0, 2, 2);

    assertThat(some.count()).isEqualTo(3);
    assertThat(some.frame(1).get(0)).isEqualTo((byte) 2);
    assertThat(some.seconds(1)).isEqualTo(1);
    assertThatThrownBy(() -> frames.select(2, 0)).hasMessageContaining("must not descend");
    assertThatThrownBy(frames::select).hasMessageContaining("at least one");
    assertThatThrownBy(() -> frames.select(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aCropIsNoLargerThanTheResizedPicture() {
    assertThatThrownBy(() -> ImageFit.shortestEdgeCrop(224, 256, Interpolation.BICUBIC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("256", "224");
    assertThat(ImageFit.shortestEdgeCrop(256, 224, Interpolation.BICUBIC).width()).isEqualTo(224);
  }

  /** The counts of 640 x 480 and 480 x 480 are those of transformers.js's test of the processor. */
  @ParameterizedTest
  @CsvSource({
    "640, 480, 280, 19, 14", // 266 cells
    "480, 480, 280, 16, 16", // 256
    "480, 480, 140, 11, 11", // 121
    "1920, 1080, 140, 15, 8",
    "1080, 1920, 140, 8, 15",
    "97, 61, 140, 14, 9",
    "1, 1, 140, 11, 11",
    "1000, 10, 140, 118, 1", // 1.18 cells high
    "900, 3, 140, 140, 1", // 0.68 cells high
    "3, 900, 140, 1, 140",
    "480, 480, 1, 1, 1",
    "100, 50, 1, 1, 1",
  })
  void anAspectIsKeptInWholeCells(int width, int height, int most, int columns, int rows) {
    ImageFit.KeepAspect fit = new ImageFit.KeepAspect(48, most, Interpolation.BICUBIC);

    assertThat(fit.of(width, height))
        .isEqualTo(ImageFit.squash(48 * columns, 48 * rows, Interpolation.BICUBIC));
    assertThat(fit.allows(48 * columns, 48 * rows)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "16, 8192, 100000, 1, 8192, 16",
    "16, 8192, 1, 100000, 16, 8192",
    "48, 280, 30000, 10, 8160, 48",
    "8192, 4, 10, 10, 8192, 8192"
  })
  void noSideGetsLongerThanPicturesCanBe(
      int cell, int most, int width, int height, int fitWidth, int fitHeight) {
    ImageFit.KeepAspect fit = new ImageFit.KeepAspect(cell, most, Interpolation.BICUBIC);

    assertThat(fit.of(width, height))
        .isEqualTo(ImageFit.squash(fitWidth, fitHeight, Interpolation.BICUBIC));
    assertThat(fit.allows(fitWidth, fitHeight)).isTrue();
    assertThat(fit.allows(8192 / cell * cell + cell, cell)).isFalse();
  }

  @Test
  void aFitAllowsTheSizesItMakes() {
    ImageFit keep = ImageFit.keepAspect(48, 140, Interpolation.BICUBIC);

    assertThat(keep.allows(48 * 14, 48 * 10)).isTrue();
    assertThat(keep.allows(48 * 14, 48 * 11)).isFalse();
    assertThat(keep.allows(49, 48)).isFalse();
    assertThat(keep.allows(48, 47)).isFalse();
    assertThat(keep.allows(0, 48)).isFalse();
    assertThat(keep.width()).isEqualTo(528);
    assertThat(keep.height()).isEqualTo(528);
    assertThat(ImageFit.squash(2, 3, Interpolation.BICUBIC).allows(2, 3)).isTrue();
    assertThat(ImageFit.squash(2, 3, Interpolation.BICUBIC).allows(3, 2)).isFalse();
    assertThat(ImageFit.shortestEdgeCrop(9, 8, Interpolation.BICUBIC).allows(8, 8)).isTrue();
    assertThat(ImageFit.shortestEdgeCrop(9, 8, Interpolation.BICUBIC).allows(8, 9)).isFalse();
  }

  @Test
  void soundIsChecked() {
    assertThat(Sound.of(4, new float[6]).seconds()).isEqualTo(1.5);
    assertThatThrownBy(() -> Sound.of(0, new float[1])).hasMessageContaining("0 Hz");
    assertThatThrownBy(() -> Sound.of(4, new float[0])).hasMessageContaining("no samples");
  }

  @Test
  void mediaHoldSomethingOrSayWhyNot() {
    MediaSpan span = new MediaSpan(0, 1);

    assertThatThrownBy(() -> ClipMedia.builder(CLIP, span).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("clip.mov");
    assertThat(ClipMedia.builder(CLIP, span).missing("no audio stream").build().missingReason())
        .contains("no audio stream");
  }

  @Test
  void aPartSetTwiceIsRefused() {
    ClipMedia.Builder builder = ClipMedia.builder(CLIP, new MediaSpan(0, 1)).missing("dark");

    assertThatThrownBy(() -> builder.missing("no face"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing of clip clip.mov set twice: dark");
  }

  @Test
  void spansUnite() {
    assertThat(new MediaSpan(1, 2).union(new MediaSpan(0.5, 1.5))).isEqualTo(new MediaSpan(0.5, 2));
  }

  @Test
  void anEncoderInfoIsCheckedAsAWhole() {
    EncoderInfo.Builder builder = EncoderInfo.builder("e", Modality.VOICE, SOUND);

    assertThatThrownBy(builder::build).hasMessageContaining("dimension of encoder e");
    assertThatThrownBy(() -> builder.dimension(0)).hasMessageContaining("is 0");
    assertThatThrownBy(() -> builder.dimension(3).dimension(4)).hasMessageContaining("set twice");
    assertThatThrownBy(() -> builder.checkpoint("abc", new License("MIT", "npm", true)))
        .hasMessageContaining("64 lower-case hex digits");
    assertThatThrownBy(() -> EncoderInfo.builder("a b", Modality.VOICE, SOUND))
        .hasMessageContaining("\"a b\"");
    assertThat(builder.build().computesOn()).isEqualTo("cpu, float32");
  }
}
