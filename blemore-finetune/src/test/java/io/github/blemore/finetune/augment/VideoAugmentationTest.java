package io.github.blemore.finetune.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.Device;
import io.github.blemore.media.Frames;
import io.github.blemore.network.PixelInput;
import io.github.blemore.torch.TorchDevice;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoAugmentationTest {

  private static final VideoAugmentation PUBLISHED = VideoAugmentation.published();

  /** All that is done to a clip by itself. */
  private static final VideoAugmentation OWN =
      VideoAugmentation.builder().randomResizedCrop(0.1, 1).flip(0.5).erasing(0.5).build();

  @Test
  void tellsItsSettings() {
    assertThat(PUBLISHED.leastCrop()).hasValue(0.08);
    assertThat(PUBLISHED.flip()).isEqualTo(0.5);
    assertThat(PUBLISHED.erasing()).isEqualTo(0.25);
    assertThat(PUBLISHED.mixup()).isEqualTo(0.8);
    assertThat(PUBLISHED.cutmix()).isEqualTo(1);
    assertThat(VideoAugmentation.none().leastCrop()).isEmpty();
    assertThat(VideoAugmentation.none().flip()).isZero();
  }

  @Test
  void withoutAugmentationIsWhatAnEncoderTakes() {
    List<Frames> clips = MadeUpClips.noises(3, 4, 9, 6);
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager();
        NDArray expected =
            PixelInput.of(manager, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225))
                .apply(manager, clips)) {
      AugmentedClips plain = MadeUpClips.apply(VideoAugmentation.none(), clips, 1);

      assertThat(MadeUpClips.values(plain)).containsExactly(expected.toFloatArray(), within(1e-6f));
      assertThat(plain.softLabels().get(2)).containsExactly(0, 0, 1);
    }
  }

  @Test
  void givesADirectBufferInNativeOrderReadyToRead() {
    AugmentedClips clips = MadeUpClips.apply(PUBLISHED, MadeUpClips.noises(2, 4, 9, 6), 1);

    assertThat(clips.values().isDirect()).isTrue();
    assertThat(clips.values().order()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(clips.values().remaining()).isEqualTo(4 * 2 * 4 * 3 * 9 * 6);
  }

  @Test
  void dependsOnTheSeedAlone() {
    List<Frames> clips = MadeUpClips.noises(4, 2, 12, 12);
    List<float[]> seen = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      AugmentedClips once = MadeUpClips.apply(PUBLISHED, clips, seed);
      AugmentedClips again = MadeUpClips.apply(PUBLISHED, clips, seed);
      assertThat(MadeUpClips.values(again)).isEqualTo(MadeUpClips.values(once));
      assertThat(again.softLabels().get(1)).isEqualTo(once.softLabels().get(1));
      seen.forEach(other -> assertThat(MadeUpClips.values(once)).isNotEqualTo(other));
      seen.add(MadeUpClips.values(once));
    }
  }

  @Test
  void aClipsOwnChangesDependOnItsPlaceAndNotOnTheOthers() {
    List<Frames> four = MadeUpClips.noises(4, 2, 12, 12);
    List<Frames> others = List.of(four.get(3), four.get(1), four.get(0), four.get(0), four.get(0));
    List<Frames> longer = MadeUpClips.noises(4, 3, 12, 12);
    List<Frames> same = List.of(four.get(1), four.get(1), four.get(1));
    for (long seed = 0; seed < 20; seed++) {
      float[] second = MadeUpClips.parts(MadeUpClips.values(OWN, four, seed), 4).get(1);
      List<float[]> places = MadeUpClips.parts(MadeUpClips.values(OWN, same, seed), 3);

      assertThat(MadeUpClips.parts(MadeUpClips.values(OWN, others, seed), 5).get(1))
          .isEqualTo(second);
      assertThat(MadeUpClips.parts(MadeUpClips.values(OWN, longer, seed), 4).get(1))
          .startsWith(second);
      assertThat(places.get(1)).isEqualTo(second);
      assertThat(places.get(0)).isNotEqualTo(second);
    }
  }

  @Test
  void cropsAndFlipsAllFramesOfAClipAlike() {
    VideoAugmentation augmentation =
        VideoAugmentation.builder().randomResizedCrop(0.08, 0.5).flip(0.5).build();
    List<Frames> clip = List.of(MadeUpClips.still(4, 12, 10, 1));
    float[] plain = MadeUpClips.values(VideoAugmentation.none(), clip, 0);
    for (long seed = 0; seed < 20; seed++) {
      float[] values = MadeUpClips.values(augmentation, clip, seed);
      List<float[]> frames = MadeUpClips.parts(values, 4);

      assertThat(values).isNotEqualTo(plain);
      assertThat(frames).allSatisfy(frame -> assertThat(frame).isEqualTo(frames.get(0)));
    }
  }

  @Test
  void flipsAsOftenAsAsked() {
    List<Frames> clips = MadeUpClips.noises(400, 1, 3, 1);
    VideoAugmentation quarter = VideoAugmentation.builder().flip(0.25).build();
    VideoAugmentation always = VideoAugmentation.builder().flip(1).build();
    List<float[]> plain =
        MadeUpClips.parts(MadeUpClips.values(VideoAugmentation.none(), clips, 1), 400);
    List<float[]> mirrored = MadeUpClips.parts(MadeUpClips.values(always, clips, 1), 400);
    List<float[]> some = MadeUpClips.parts(MadeUpClips.values(quarter, clips, 1), 400);
    int flipped = 0;
    for (int i = 0; i < 400; i++) {
      for (int at = 0; at < 9; at++) {
        assertThat(mirrored.get(i)[at]).isEqualTo(plain.get(i)[at / 3 * 3 + 2 - at % 3]);
      }
      boolean changed = some.get(i)[0] != plain.get(i)[0];
      assertThat(some.get(i)).isEqualTo((changed ? mirrored : plain).get(i));
      flipped += changed ? 1 : 0;
    }

    assertThat(flipped).isCloseTo(100, within(35));
  }

  @Test
  void aCropOfAllTheAreaChangesNothing() {
    List<Frames> clips = MadeUpClips.noises(2, 2, 12, 12);
    VideoAugmentation all = VideoAugmentation.builder().randomResizedCrop(1, 1).build();

    assertThat(MadeUpClips.values(all, clips, 1))
        .isEqualTo(MadeUpClips.values(VideoAugmentation.none(), clips, 1));
  }

  @Test
  void saysEverySetting() {
    assertThat(PUBLISHED)
        .hasToString("crop 0.08..1.0, flip 0.5, erasing 0.25, mixup 0.8, cutmix 1.0");
    assertThat(VideoAugmentation.none())
        .hasToString("crop off, flip off, erasing off, mixup off, cutmix off");
  }

  @Test
  void equalsOneOfTheSameSettings() {
    VideoAugmentation same =
        VideoAugmentation.builder()
            .cutmix(1)
            .mixup(0.8)
            .erasing(0.25)
            .flip(0.5)
            .randomResizedCrop(0.08, 1)
            .build();

    assertThat(same).isEqualTo(PUBLISHED).hasSameHashCodeAs(PUBLISHED).isNotEqualTo(OWN);
    assertThat(VideoAugmentation.builder().flip(0).mixup(0).build())
        .isEqualTo(VideoAugmentation.none());
  }

  @Test
  void knowsWhetherItIsNone() {
    assertThat(VideoAugmentation.none().isNone()).isTrue();
    assertThat(VideoAugmentation.builder().cutmix(0).erasing(0).build().isNone()).isTrue();
    assertThat(VideoAugmentation.builder().randomResizedCrop(1, 1).build().isNone()).isFalse();
    assertThat(VideoAugmentation.builder().flip(0.1).build().isNone()).isFalse();
    assertThat(VideoAugmentation.builder().erasing(0.1).build().isNone()).isFalse();
    assertThat(VideoAugmentation.builder().mixup(0.1).build().isNone()).isFalse();
    assertThat(VideoAugmentation.builder().cutmix(0.1).build().isNone()).isFalse();
  }

  @Test
  void refusesAnOptionSetTwice() {
    VideoAugmentation.Builder builder =
        VideoAugmentation.builder()
            .randomResizedCrop(0.5, 1)
            .flip(0)
            .erasing(0.1)
            .mixup(0.2)
            .cutmix(0.3);

    assertThatThrownBy(() -> builder.randomResizedCrop(0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("randomResizedCrop is set twice: 0.5..1.0");
    assertThatThrownBy(() -> builder.flip(1)).hasMessage("flip is set twice: 0.0");
    assertThatThrownBy(() -> builder.erasing(1)).hasMessage("erasing is set twice: 0.1");
    assertThatThrownBy(() -> builder.mixup(1)).hasMessage("mixup is set twice: 0.2");
    assertThatThrownBy(() -> builder.cutmix(1)).hasMessage("cutmix is set twice: 0.3");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-0.1, 0.5", "0.6, 0.5", "0.5, 1.01", "NaN, 1", "0.5, NaN"})
  void refusesAnImpossibleArea(double least, double most) {
    assertThatThrownBy(() -> VideoAugmentation.builder().randomResizedCrop(least, most))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("crop area is " + least + ".." + most + ": must be above 0, up to 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void refusesAnImpossibleProbability(double value) {
    assertThatThrownBy(() -> VideoAugmentation.builder().flip(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability of flip is " + value + ": must be 0..1");
    assertThatThrownBy(() -> VideoAugmentation.builder().erasing(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability of erasing is " + value + ": must be 0..1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, Double.POSITIVE_INFINITY, Double.NaN})
  void refusesAnImpossibleAlpha(double value) {
    assertThatThrownBy(() -> VideoAugmentation.builder().mixup(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha of mixup is " + value + ": must be 0 (off) or more");
    assertThatThrownBy(() -> VideoAugmentation.builder().cutmix(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha of cutmix is " + value + ": must be 0 (off) or more");
  }

  @Test
  void refusesABatchThatDoesNotFitTogether() {
    Frames clip = MadeUpClips.noise(2, 4, 3, 1);
    Frames longer = MadeUpClips.noise(3, 4, 3, 1);
    Frames turned = MadeUpClips.noise(2, 3, 4, 1);

    assertThatThrownBy(() -> MadeUpClips.apply(PUBLISHED, List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 clips and 0 soft labels: must be as many, and at least one");
    assertThatThrownBy(() -> MadeUpClips.apply(PUBLISHED, List.of(clip, longer), 1))
        .hasMessage(
            "clip 1 has 3 frames of 4 x 3 pixels, clip 0 has 2 frames of 4 x 3 pixels: all of a"
                + " batch must be alike");
    assertThatThrownBy(() -> MadeUpClips.apply(PUBLISHED, List.of(clip, turned), 1))
        .hasMessageContaining("clip 1 has 2 frames of 3 x 4 pixels");
    assertThatThrownBy(() -> applyWith(List.of(clip, clip), List.of(new float[2])))
        .hasMessage("2 clips and 1 soft labels: must be as many, and at least one");
    assertThatThrownBy(() -> applyWith(List.of(clip, clip), List.of(new float[2], new float[3])))
        .hasMessage("soft label 1 has 3 values, soft label 0 has 2: must be as many");
  }

  private static AugmentedClips applyWith(List<Frames> clips, List<float[]> labels) {
    return PUBLISHED.apply(clips, labels, MadeUpClips.MEAN, MadeUpClips.STD, 1);
  }

  @Test
  void refusesABatchTooLargeForOneBuffer() {
    BatchShape shape = new BatchShape(223, 16, 224, 224);

    assertThat(new BatchShape(222, 16, 224, 224).bytes()).isEqualTo(2_138_701_824);
    assertThatThrownBy(shape::bytes)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "223 clips of 16 frames of 224 x 224 pixels take 2.0 GiB: at most 2 fit, use smaller"
                + " batches");
  }
}
