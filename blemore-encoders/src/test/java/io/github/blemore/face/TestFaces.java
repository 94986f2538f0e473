package io.github.blemore.face;

import io.github.blemore.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.ImageIO;

/** The pictures under {@code src/test/resources/faces}. */
public final class TestFaces {

  private TestFaces() {}

  /** A smiling woman, 320 x 320; the face is at about (112, 48), 94 pixels wide. */
  public static BufferedImage portrait() {
    try (InputStream stream =
        Objects.requireNonNull(TestFaces.class.getResourceAsStream("/faces/portrait.jpg"))) {
      return ImageIO.read(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A part of the portrait, scaled. */
  public static RgbImage portrait(FaceBox part, int width, int height) {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    double scaleX = width / part.width();
    double scaleY = height / part.height();
    graphics.translate(-part.x() * scaleX, -part.y() * scaleY);
    graphics.scale(scaleX, scaleY);
    graphics.drawImage(portrait(), 0, 0, null);
    graphics.dispose();
    return rgb(scaled);
  }

  /** The pixels of a picture. */
  public static RgbImage rgb(BufferedImage image) {
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    int next = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[next++] = (byte) (pixel >> 16);
        rgb[next++] = (byte) (pixel >> 8);
        rgb[next++] = (byte) pixel;
      }
    }
    return new RgbImage(image.getWidth(), image.getHeight(), rgb);
  }
}
