package io.github.blemore.finetune.augment;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Random erasing (arXiv:1708.04896) of normalized values: one box for all frames of a clip, a value
 * of the standard normal distribution for each channel of each pixel of each frame.
 *
 * @param box what is erased, if anything
 * @param random where the values come from
 */
record Erasing(Optional<CropBox> box, RandomGenerator random) {

  private static final double MAX_ASPECT = 1 / 0.3;
  private static final RandomBox BOX = new RandomBox(0.02, 1 / 3.0, 1 / MAX_ASPECT, MAX_ASPECT);

  /**
   * Of one clip.
   *
   * @param probability that anything is erased
   */
  static Erasing draw(double probability, int width, int height, RandomGenerator random) {
    return random.nextDouble() < probability
        ? new Erasing(BOX.draw(width, height, random), random)
        : new Erasing(Optional.empty(), random);
  }

  /**
   * Erases what of a line is in the box.
   *
   * @param line {@code [width]}, one channel of one row
   * @param row of the picture
   */
  void apply(float[] line, int row) {
    if (box.isPresent() && box.get().hasRow(row)) {
      int left = box.get().left();
      for (int x = left; x < left + box.get().width(); x++) {
        line[x] = (float) random.nextGaussian();
      }
    }
  }
}
