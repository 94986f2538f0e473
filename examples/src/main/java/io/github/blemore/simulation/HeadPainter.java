package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/**
 * Draws skull, ears, neck and the light on them, in the coordinates of {@link FaceShape}. Lengths
 * and opacities were chosen by eye.
 */
final class HeadPainter {

  private static final Color SHADOW = new Color(0x2a1510);
  private static final Color FRAME = new Color(0x26221f);

  private final Looks looks;
  private final FaceShape shape;
  private final Color light;
  private final Color dark;

  HeadPainter(Looks looks) {
    this.looks = looks;
    shape = looks.face;
    light = looks.highlight(0.12);
    dark = Palette.mix(Palette.lit(looks.skin, 0.55), SHADOW, 0.25);
  }

  void paint(Brush brush, FaceState state) {
    ear(brush, Side.LEFT);
    ear(brush, Side.RIGHT);
    Path2D outline = outline(state.drop);
    brush
        .graphics()
        .setPaint(
            new RadialGradientPaint(
                new Point2D.Double(0.15 * looks.lightSide.sign(), -0.1),
                1.75f,
                new float[] {0, 0.45f, 0.72f, 1},
                new Color[] {
                  light, looks.skin, Palette.lit(looks.skin, 0.86), Palette.lit(looks.skin, 0.62)
                }));
    brush.graphics().fill(outline);
    Shape clip = brush.graphics().getClip();
    brush.graphics().clip(outline);
    relief(brush, state);
    brush.graphics().setClip(clip);
    sideLight(brush, outline);
  }

  /** The outline of the head with the jaw this far down. */
  private Path2D outline(double drop) {
    Path2D path = new Path2D.Double();
    path.moveTo(0, shape.crownY);
    half(path, 1, drop);
    Path2D other = new Path2D.Double();
    other.moveTo(0, shape.crownY);
    half(other, -1, drop);
    path.append(other, false);
    return path;
  }

  private void half(Path2D path, int sign, double drop) {
    double width = shape.halfWidth;
    double jawX = shape.jawHalf;
    double jawY = 0.95 + 0.5 * drop;
    double chinY = shape.chinY + drop;
    path.curveTo(sign * 0.60 * width, shape.crownY, sign * width, -0.85, sign * width, -0.22);
    path.curveTo(sign * width, 0.15, sign * 0.98 * width, 0.35, sign * 0.93 * width, 0.5);
    path.curveTo(sign * 0.89 * width, 0.7, sign * (0.06 + jawX), 0.8, sign * jawX, jawY);
    path.curveTo(sign * 0.80 * jawX, jawY + 0.25, sign * 0.42 * jawX, chinY, 0, chinY);
  }

  private void ear(Brush brush, Side side) {
    double x = side.sign() * (shape.halfWidth + 0.03);
    brush.oval(x, 0.12, 0.12, 0.27, Palette.lit(looks.skin, 0.82));
    brush.soft(x, 0.12, 0.08, 0.2, dark, 0.5);
  }

  /** Forehead, cheeks and chin catch the light; sockets and temples do not. */
  private void relief(Brush brush, FaceState state) {
    brush.soft(0, -0.72, 0.62, 0.34, light, 0.55);
    for (Side side : Side.values()) {
      double x = side.sign() * shape.eyeX;
      brush.soft(side.sign() * 0.95 * shape.halfWidth, -0.35, 0.28, 0.5, dark, 0.3);
      double browY = state.browMiddle(side).getY();
      brush.soft(x * 1.02, 0.10 + 0.55 * browY, 0.44, 0.20 - 0.30 * browY, dark, 0.8);
      brush.soft(side.sign() * 0.14, -0.06, 0.13, 0.2, dark, 0.4);
      double cheekY = 0.42 - 0.10 * state.cheek(side);
      brush.soft(side.sign() * 0.55, cheekY, 0.34, 0.24, light, 0.45 + 0.25 * state.cheek(side));
      brush.soft(side.sign() * 0.74 * shape.halfWidth, 0.78, 0.24, 0.34, dark, 0.22);
    }
    brush.soft(0, shape.chinY - 0.16 + state.drop, 0.24, 0.14, light, 0.4);
  }

  private void sideLight(Brush brush, Path2D outline) {
    int sign = looks.lightSide.sign();
    Color none = Palette.translucent(SHADOW, 0);
    brush
        .graphics()
        .setPaint(
            new LinearGradientPaint(
                new Point2D.Double(sign * 0.2, 0),
                new Point2D.Double(-sign * 1.1, 0.2),
                new float[] {0, 1},
                new Color[] {none, Palette.translucent(SHADOW, looks.contrast)}));
    brush.graphics().fill(outline);
  }

  /** The neck with the chin's shadow on it; before the clothes are drawn. */
  void neck(Brush brush) {
    double half = shape.neckHalf;
    double toY = 1.95;
    Path2D neck = new Path2D.Double();
    neck.moveTo(-half, 0.8);
    neck.curveTo(-half, 1.3, -half, toY - 0.3, -half - 0.06, toY);
    neck.lineTo(half + 0.06, toY);
    neck.curveTo(half, toY - 0.3, half, 1.3, half, 0.8);
    neck.closePath();
    brush.fill(neck, Palette.lit(looks.skin, 0.80));
    brush.soft(0, shape.chinY + 0.05, 0.75, 0.36, dark, 0.75);
  }

  /** Lenses and their frame. */
  void glasses(Brush brush) {
    for (Side side : Side.values()) {
      double x = side.sign() * (shape.eyeX + 0.01);
      brush.oval(x, 0.03, 0.30, 0.23, new Color(255, 255, 255, 22));
      brush.line(new Ellipse2D.Double(x - 0.30, 0.03 - 0.23, 0.60, 0.46), 0.035, FRAME);
    }
    Path2D bridge = new Path2D.Double();
    bridge.moveTo(-(shape.eyeX - 0.29), 0);
    bridge.quadTo(0, -0.08, shape.eyeX - 0.29, 0);
    brush.line(bridge, 0.035, FRAME);
  }
}
