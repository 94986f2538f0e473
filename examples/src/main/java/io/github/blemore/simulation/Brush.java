package io.github.blemore.simulation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.util.HashMap;
import java.util.Map;

/**
 * Draws soft spots, lines and shapes in the units of whatever transform is set.
 *
 * <p>Not safe for several threads.
 */
final class Brush {

  private static final Point2D ORIGIN = new Point2D.Double();
  private static final Ellipse2D DISC = new Ellipse2D.Double(-1, -1, 2, 2);

  /** Where the falloff of a soft spot has its stops. */
  private static final float[] FALLOFF = {0, 0.35f, 0.7f, 1};

  /** How much of the middle's opacity is left at each stop: about a Gaussian. */
  private static final double[] REMAINING = {1, 0.75, 0.25, 0};

  private final Graphics2D graphics;

  /** By the color in their middle; they keep the colors in between, which take long to compute. */
  private final Map<Color, RadialGradientPaint> spots = new HashMap<>();

  Brush(Graphics2D graphics) {
    this.graphics = graphics;
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  Graphics2D graphics() {
    return graphics;
  }

  /** Fills a shape. */
  void fill(Shape shape, Color color) {
    graphics.setColor(color);
    graphics.fill(shape);
  }

  /** Fills an ellipse. */
  void oval(double x, double y, double radiusX, double radiusY, Color color) {
    fill(new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY), color);
  }

  /** Draws a line with round ends. */
  void line(Shape shape, double width, Color color) {
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.setColor(color);
    graphics.draw(shape);
  }

  /** A crease: a line that is dark in the middle and fades to the sides. */
  void crease(Shape shape, double width, Color color, double opacity) {
    if (opacity < 0.02) {
      return;
    }
    line(shape, width, Palette.translucent(color, 0.4 * opacity));
    line(shape, 0.45 * width, Palette.translucent(color, 0.6 * opacity));
  }

  /** A spot that is most opaque in the middle and fades to nothing at its rim. */
  void soft(double x, double y, double radiusX, double radiusY, Color color, double opacity) {
    if (opacity < 0.01) {
      return;
    }
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.scale(radiusX, radiusY);
    Color middle = Palette.translucent(color, opacity);
    graphics.setPaint(spots.computeIfAbsent(middle, Brush::spot));
    graphics.fill(DISC);
    graphics.setTransform(before);
  }

  private static RadialGradientPaint spot(Color middle) {
    Color[] colors = new Color[REMAINING.length];
    for (int i = 0; i < colors.length; i++) {
      colors[i] = Palette.translucent(middle, middle.getAlpha() / 255.0 * REMAINING[i]);
    }
    return new RadialGradientPaint(ORIGIN, 1, FALLOFF, colors);
  }
}
