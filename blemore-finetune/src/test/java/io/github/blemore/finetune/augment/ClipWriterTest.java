package io.github.blemore.finetune.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.image.Normalization;
import io.github.blemore.media.Frames;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipWriterTest {

  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;
  private static final Frames CLIP = MadeUpClips.noise(2, WIDTH, HEIGHT, 1);

  private static float[] write(Frames clip, CropBox crop, boolean mirrored) {
    float[] values = new float[clip.count() * 3 * clip.width() * clip.height()];
    new ClipWriter(clip.width(), clip.height(), Normalization.IMAGENET)
        .write(
            clip,
            crop,
            mirrored,
            new Erasing(Optional.empty(), new SplittableRandom(1)),
            FloatBuffer.wrap(values));
    return values;
  }

  /** A point of a crop, its pixels' centers at whole numbers. */
  private static double at(int frame, int channel, CropBox crop, double y, double x) {
    double row = Math.min(Math.max(y, 0), crop.height() - 1);
    double column = Math.min(Math.max(x, 0), crop.width() - 1);
    double sum = 0;
    for (int i = 0; i < crop.height(); i++) {
      for (int j = 0; j < crop.width(); j++) {
        double near = Math.max(0, 1 - Math.abs(row - i)) * Math.max(0, 1 - Math.abs(column - j));
        sum += near * MadeUpClips.normalized(CLIP, frame, channel, crop.top() + i, crop.left() + j);
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 7, 5, false",
    "0, 0, 7, 5, true",
    "2, 1, 3, 4, false",
    "2, 1, 3, 4, true",
    "6, 4, 1, 1, false",
    "3, 0, 4, 5, true",
    "0, 2, 7, 2, false"
  })
  void isTheBilinearEnlargementOfTheCrop(int left, int top, int width, int height, boolean flip) {
    CropBox crop = new CropBox(left, top, width, height);

    float[] values = write(CLIP, crop, flip);

    for (int i = 0; i < values.length; i++) {
      int column = i % WIDTH;
      int row = i / WIDTH % HEIGHT;
      int plane = i / (WIDTH * HEIGHT);
      double x = ((flip ? WIDTH - 1 - column : column) + 0.5) * width / WIDTH - 0.5;
      double y = (row + 0.5) * height / HEIGHT - 0.5;
      assertThat((double) values[i]).isCloseTo(at(plane / 3, plane % 3, crop, y, x), within(2e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theWholePictureIsTheFormulaExactly(boolean flip) {
    float[] values = write(CLIP, CropBox.whole(WIDTH, HEIGHT), flip);

    for (int i = 0; i < values.length; i++) {
      int column = flip ? WIDTH - 1 - i % WIDTH : i % WIDTH;
      int plane = i / (WIDTH * HEIGHT);
      assertThat(values[i])
          .isEqualTo(
              MadeUpClips.normalized(CLIP, plane / 3, plane % 3, i / WIDTH % HEIGHT, column));
    }
  }

  @Test
  void leavesNothingOfOneClipInTheNext() {
    Frames other = MadeUpClips.noise(2, WIDTH, HEIGHT, 2);
    ClipWriter writer = new ClipWriter(WIDTH, HEIGHT, Normalization.IMAGENET);
    Erasing none = new Erasing(Optional.empty(), new SplittableRandom(1));
    FloatBuffer target = FloatBuffer.allocate(2 * 2 * 3 * WIDTH * HEIGHT);
    CropBox crop = new CropBox(1, 1, 4, 3);

    writer.write(CLIP, CropBox.whole(WIDTH, HEIGHT), true, none, target);
    writer.write(other, crop, false, none, target);

    assertThat(MadeUpClips.parts(target.array(), 2).get(1)).isEqualTo(write(other, crop, false));
  }
}
