package io.github.blemore.finetune.augment;

import java.util.random.RandomGenerator;

/**
 * Draws the part of a picture that is taken, of an aspect from 3/4 to 4/3.
 *
 * @param minArea share of the picture, above 0
 * @param maxArea share of the picture, up to 1
 */
record RandomCrop(double minArea, double maxArea) {

  private static final double MAX_ASPECT = 4 / 3.0;

  /** A box; if none that was drawn fits, as much of the middle as the aspect allows. */
  CropBox draw(int width, int height, RandomGenerator random) {
    return new RandomBox(minArea, maxArea, 1 / MAX_ASPECT, MAX_ASPECT)
        .draw(width, height, random)
        .orElseGet(() -> middle(width, height));
  }

  private static CropBox middle(int width, int height) {
    int boxWidth = Math.min(width, Math.max(1, (int) Math.round(height * MAX_ASPECT)));
    int boxHeight = Math.min(height, Math.max(1, (int) Math.round(width * MAX_ASPECT)));
    return new CropBox((width - boxWidth) / 2, (height - boxHeight) / 2, boxWidth, boxHeight);
  }

  /** Such as {@code 0.08..1.0}. */
  @Override
  public String toString() {
    return minArea + ".." + maxArea;
  }
}
