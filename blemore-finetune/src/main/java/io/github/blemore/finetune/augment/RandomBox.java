package io.github.blemore.finetune.augment;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Draws a box somewhere in a picture: its share of the area uniform, its aspect (width by height)
 * uniform on a logarithmic scale, its place uniform among those where it fits.
 *
 * @param minArea above 0
 * @param maxArea up to 1
 * @param minAspect above 0
 * @param maxAspect at least as much
 */
record RandomBox(double minArea, double maxArea, double minAspect, double maxAspect) {

  private static final int TRIES = 100;

  /**
   * A box, sides rounded to whole pixels.
   *
   * @return empty if none of {@value #TRIES} was one that fits into the picture
   */
  Optional<CropBox> draw(int width, int height, RandomGenerator random) {
    double pixels = (double) width * height;
    for (int i = 0; i < TRIES; i++) {
      double area = pixels * between(minArea, maxArea, random);
      double aspect = Math.exp(between(Math.log(minAspect), Math.log(maxAspect), random));
      long boxWidth = Math.round(Math.sqrt(area * aspect));
      long boxHeight = Math.round(Math.sqrt(area / aspect));
      if (boxWidth >= 1 && boxWidth <= width && boxHeight >= 1 && boxHeight <= height) {
        int left = random.nextInt(width - (int) boxWidth + 1);
        int top = random.nextInt(height - (int) boxHeight + 1);
        return Optional.of(new CropBox(left, top, (int) boxWidth, (int) boxHeight));
      }
    }
    return Optional.empty();
  }

  private static double between(double low, double high, RandomGenerator random) {
    return low + (high - low) * random.nextDouble();
  }
}
