package io.github.blemore.finetune.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.media.Frames;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErasingTest {

  private static final int SIZE = 32;
  private static final int PIXELS = SIZE * SIZE;
  private static final VideoAugmentation ALWAYS = VideoAugmentation.builder().erasing(1).build();

  @Test
  void erasesOneBoxOfAllFramesAndLeavesTheRestUntouched() {
    List<Frames> clip = MadeUpClips.noises(1, 3, SIZE, SIZE);
    float[] plain = MadeUpClips.values(VideoAugmentation.none(), clip, 0);
    for (long seed = 0; seed < 40; seed++) {
      float[] erased = MadeUpClips.values(ALWAYS, clip, seed);
      int left = SIZE;
      int right = 0;
      int top = SIZE;
      int bottom = 0;
      int changed = 0;
      for (int i = 0; i < erased.length; i++) {
        if (erased[i] != plain[i]) {
          left = Math.min(left, i % SIZE);
          right = Math.max(right, i % SIZE + 1);
          top = Math.min(top, i % PIXELS / SIZE);
          bottom = Math.max(bottom, i % PIXELS / SIZE + 1);
          changed++;
        }
      }
      int width = right - left;
      int height = bottom - top;
      assertThat(changed).isEqualTo(3 * 3 * width * height);
      double rounding = (width + height + 1) / 2.0;
      assertThat((double) width * height)
          .isBetween(0.02 * PIXELS - rounding, PIXELS / 3.0 + rounding);
      assertThat(width).isLessThanOrEqualTo((int) Math.ceil((height + 0.5) / 0.3 + 0.5));
      assertThat(height).isLessThanOrEqualTo((int) Math.ceil((width + 0.5) / 0.3 + 0.5));
    }
  }

  @Test
  void fillsWithStandardNormalNoiseThatIsNewInEachFrame() {
    List<Frames> clip = List.of(MadeUpClips.still(2, SIZE, SIZE, 1));
    float[] plain = MadeUpClips.values(VideoAugmentation.none(), clip, 0);
    double sum = 0;
    double squares = 0;
    double products = 0;
    int count = 0;
    for (long seed = 0; seed < 100; seed++) {
      float[] erased = MadeUpClips.values(ALWAYS, clip, seed);
      for (int i = 0; i < 3 * PIXELS; i++) {
        if (erased[i] != plain[i]) {
          sum += erased[i];
          squares += (double) erased[i] * erased[i];
          products += (double) erased[i] * erased[i + 3 * PIXELS];
          count++;
        }
      }
    }

    assertThat(sum / count).isCloseTo(0, within(0.03));
    assertThat(squares / count).isCloseTo(1, within(0.03));
    assertThat(products / count).isCloseTo(0, within(0.03));
  }

  @Test
  void isAsLikelyAsAsked() {
    SplittableRandom random = new SplittableRandom(2);
    int erased = 0;
    for (int i = 0; i < 10_000; i++) {
      erased += Erasing.draw(0.25, SIZE, SIZE, random).box().isPresent() ? 1 : 0;
    }

    assertThat(erased).isCloseTo(2_500, within(180));
  }
}
