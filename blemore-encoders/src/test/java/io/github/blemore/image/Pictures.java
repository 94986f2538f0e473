package io.github.blemore.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures for the tests. */
final class Pictures {

  private Pictures() {}

  /** A file of {@code fixtures/preprocess}. */
  static Path fixture(String name) {
    try {
      return Path.of(
              Objects.requireNonNull(Pictures.class.getResource("/fixtures/preprocess")).toURI())
          .resolve(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static RgbImage png(String name) throws IOException {
    BufferedImage image = ImageIO.read(fixture(name).toFile());
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int at = 0;
    for (int pixel : image.getRGB(0, 0, width, height, null, 0, width)) {
      rgb[at++] = (byte) (pixel >> 16);
      rgb[at++] = (byte) (pixel >> 8);
      rgb[at++] = (byte) pixel;
    }
    return new RgbImage(width, height, rgb);
  }

  static RgbImage random(int width, int height, Random random) {
    byte[] rgb = new byte[3 * width * height];
    random.nextBytes(rgb);
    if (random.nextBoolean()) {
      // Black and white makes the bicubic filter overshoot.
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = (byte) (rgb[i] >> 7);
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
