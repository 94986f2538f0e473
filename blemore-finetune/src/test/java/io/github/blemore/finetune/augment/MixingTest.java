package io.github.blemore.finetune.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.media.Frames;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixingTest {

  private static final int WIDTH = 8;
  private static final int HEIGHT = 6;
  private static final int SEEDS = 60;
  private static final VideoAugmentation MIXUP = VideoAugmentation.builder().mixup(0.8).build();
  private static final VideoAugmentation CUTMIX = VideoAugmentation.builder().cutmix(1).build();

  private static List<Frames> batch(int clips) {
    return MadeUpClips.noises(clips, 2, WIDTH, HEIGHT);
  }

  private static List<float[]> unmixed(int clips) {
    return MadeUpClips.parts(MadeUpClips.values(VideoAugmentation.none(), batch(clips), 0), clips);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5})
  void mixupWeighsEachClipAndItsPartnerByTheirLabels(int count) {
    List<float[]> plain = unmixed(count);
    for (long seed = 0; seed < SEEDS; seed++) {
      AugmentedClips mixed = MadeUpClips.apply(MIXUP, batch(count), seed);
      List<float[]> clips = MadeUpClips.parts(MadeUpClips.values(mixed), count);
      for (int i = 0; i < count; i++) {
        int partner = count - 1 - i;
        float keep = mixed.softLabels().get(i)[i];
        float rest = partner == i ? 0 : mixed.softLabels().get(i)[partner];
        assertThat(keep + rest).isCloseTo(1, within(1e-6f));
        for (int at = 0; at < clips.get(i).length; at++) {
          assertThat(clips.get(i)[at])
              .isCloseTo(keep * plain.get(i)[at] + rest * plain.get(partner)[at], within(2e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5})
  void cutmixTakesOneBoxFromThePartnerAndItsShareOfTheLabel(int count) {
    List<float[]> plain = unmixed(count);
    for (long seed = 0; seed < SEEDS; seed++) {
      AugmentedClips mixed = MadeUpClips.apply(CUTMIX, batch(count), seed);
      List<float[]> clips = MadeUpClips.parts(MadeUpClips.values(mixed), count);
      boolean[] pasted = pasted(clips.get(0), plain.get(0));
      assertThat(isBox(pasted)).isTrue();
      for (int i = 0; i < count; i++) {
        int partner = count - 1 - i;
        for (int at = 0; at < clips.get(i).length; at++) {
          int source = pasted[at % (WIDTH * HEIGHT)] ? partner : i;
          assertThat(clips.get(i)[at]).isEqualTo(plain.get(source)[at]);
        }
        double share = partner == i ? 0 : (double) area(pasted) / (WIDTH * HEIGHT);
        assertThat(mixed.softLabels().get(i)[i]).isEqualTo((float) (1 - share));
        if (partner != i) {
          assertThat(mixed.softLabels().get(i)[partner]).isCloseTo((float) share, within(1e-7f));
        }
      }
    }
  }

  /** Where the first plane of the first frame differs, {@code [height, width]}. */
  private static boolean[] pasted(float[] mixed, float[] plain) {
    boolean[] differs = new boolean[WIDTH * HEIGHT];
    for (int plane = 0; plane < 6; plane++) {
      for (int i = 0; i < differs.length; i++) {
        int at = plane * differs.length + i;
        differs[i] |= mixed[at] != plain[at];
      }
    }
    return differs;
  }

  private static int area(boolean[] marked) {
    int count = 0;
    for (boolean mark : marked) {
      count += mark ? 1 : 0;
    }
    return count;
  }

  private static boolean isBox(boolean[] marked) {
    boolean[] rows = new boolean[HEIGHT];
    boolean[] columns = new boolean[WIDTH];
    for (int i = 0; i < marked.length; i++) {
      rows[i / WIDTH] |= marked[i];
      columns[i % WIDTH] |= marked[i];
    }
    return area(rows) * area(columns) == area(marked) && isOneRun(rows) && isOneRun(columns);
  }

  private static boolean isOneRun(boolean[] marked) {
    int starts = 0;
    for (int i = 0; i < marked.length; i++) {
      starts += marked[i] && (i == 0 || !marked[i - 1]) ? 1 : 0;
    }
    return starts <= 1;
  }

  @Test
  void labelsOfABlendStillSumToOne() {
    List<float[]> labels = List.of(new float[] {0.7f, 0.3f, 0}, new float[] {0, 0.5f, 0.5f});
    for (long seed = 0; seed < SEEDS; seed++) {
      AugmentedClips mixed =
          VideoAugmentation.published()
              .apply(batch(2), labels, MadeUpClips.MEAN, MadeUpClips.STD, seed);
      for (float[] label : mixed.softLabels()) {
        assertThat(label[0] + label[1] + label[2]).isCloseTo(1, within(1e-6f));
        assertThat(label[1]).isBetween(0.3f - 1e-6f, 0.5f + 1e-6f);
      }
    }
    assertThat(labels.get(0)).containsExactly(0.7f, 0.3f, 0);
  }

  @Test
  void pastesTheAreaThatLambdaAsksForUnlessABorderCutsItOff() {
    SplittableRandom random = new SplittableRandom(5);
    int draws = 20_000;
    int cut = 0;
    double pasted = 0;
    for (int i = 0; i < draws; i++) {
      Mixing mixing = Mixing.cutmix(1, 1000, 1000, random);
      CropBox box = mixing.pasted().orElseThrow();
      assertThat(mixing.keep()).isEqualTo(1 - box.area() / 1e6);
      assertThat(box.left()).isBetween(0, 1000);
      assertThat(box.left() + box.width()).isBetween(0, 1000);
      assertThat(box.top() + box.height()).isBetween(0, 1000);
      cut += box.width() == box.height() ? 0 : 1;
      pasted += (1 - mixing.keep()) / draws;
    }

    // A side s loses s / 4 of its length on average, so s (1 - s / 4) is left of it, and of the
    // area s^2 (1 - s / 4)^2; with s^2 uniform, 1/2 - 1/5 + 1/48.
    assertThat(pasted).isCloseTo(0.5 - 0.2 + 1 / 48.0, within(0.008));
    assertThat(cut).isGreaterThan(draws / 2);
  }

  @Test
  void takesMixupAndCutmixEquallyOftenIfBothAreOn() {
    SplittableRandom random = new SplittableRandom(5);
    int boxes = 0;
    for (int i = 0; i < 10_000; i++) {
      boxes += Mixing.draw(0.8, 1, 9, 9, random).pasted().isPresent() ? 1 : 0;
      assertThat(Mixing.draw(0.8, 0, 9, 9, random).pasted()).isEmpty();
      assertThat(Mixing.draw(0, 1, 9, 9, random).pasted()).isPresent();
    }

    assertThat(boxes).isCloseTo(5_000, within(200));
  }
}
