package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Draws the room behind a person, once for all pictures of a take. */
final class Backdrop {

  private Backdrop() {}

  static BufferedImage paint(SimulatedActor actor, Looks looks, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setPaint(
          new GradientPaint(
              0, 0, Palette.lit(looks.wall, 1.05), 0, height, Palette.lit(looks.wall, 0.75)));
      graphics.fillRect(0, 0, width, height);
      // From here lengths are shares of the height.
      graphics.scale(height, height);
      Brush brush = new Brush(graphics);
      double right = (double) width / height;
      double lightX = looks.lightSide == Side.LEFT ? 0.15 * right : 0.85 * right;
      brush.soft(lightX, 0.15, 0.6, 0.6, Palette.lit(looks.wall, 1.25), 0.6);
      furniture(brush, actor.random("room"), looks.wall, right);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static void furniture(Brush brush, SplittableRandom random, Color wall, double right) {
    double x =
        random.nextBoolean() ? random.nextDouble(0.02, 0.1) : right - random.nextDouble(0.32, 0.4);
    double y = random.nextDouble(0.06, 0.2);
    switch (random.nextInt(4)) {
      case 0 -> {
        // A picture on the wall.
        brush.soft(x + 0.17, y + 0.16, 0.22, 0.2, Palette.lit(wall, 0.5), 0.4);
        box(brush, x, y, 0.30, 0.24, Palette.lit(wall, 0.45));
        box(brush, x + 0.02, y + 0.02, 0.26, 0.20, Palette.lit(wall, 1.2));
        brush.soft(x + 0.15, y + 0.14, 0.11, 0.08, Palette.lit(wall, 0.7), 0.9);
      }
      case 1 -> {
        // A window.
        box(brush, x, 0.02, 0.30, 0.5, Palette.lit(wall, 1.35));
        box(brush, x + 0.145, 0.02, 0.012, 0.5, Palette.lit(wall, 0.9));
        box(brush, x, 0.25, 0.30, 0.012, Palette.lit(wall, 0.9));
      }
      case 2 -> {
        // A shelf with books.
        box(brush, x, y + 0.2, 0.34, 0.02, Palette.lit(wall, 0.5));
        double from = x + 0.01;
        while (from < x + 0.28) {
          double thick = random.nextDouble(0.02, 0.045);
          double tall = random.nextDouble(0.10, 0.17);
          Color cover = Palette.mix(wall, new Color(random.nextInt(0x1000000)), 0.5);
          box(brush, from, y + 0.2 - tall, thick, tall, Palette.lit(cover, 0.8));
          from += thick + 0.003;
        }
      }
      default -> {
        // Nothing but a bare wall.
      }
    }
  }

  private static void box(
      Brush brush, double x, double y, double width, double height, Color color) {
    brush.fill(new Rectangle2D.Double(x, y, width, height), color);
  }
}
