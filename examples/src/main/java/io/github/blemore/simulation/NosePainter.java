package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Point2D;
import java.awt.geom.QuadCurve2D;

/**
 * Draws the nose, the folds from it to the mouth, and the chin, in the coordinates of {@link
 * FaceShape}. Lengths and opacities were chosen by eye.
 */
final class NosePainter {

  private final Looks looks;
  private final FaceShape shape;
  private final Color light;

  NosePainter(Looks looks) {
    this.looks = looks;
    shape = looks.face;
    light = looks.highlight(0.18);
  }

  /** The nose; after the mouth is drawn. */
  void paint(Brush brush, FaceState state) {
    double y = shape.noseY - 0.6 * state.noseLift();
    double half = shape.noseHalf * (1 + 0.8 * state.noseLift());
    // The far side of the ridge lies in shadow, the ridge and the tip shine.
    int far = -looks.lightSide.sign();
    brush.soft(far * 0.13, 0.27, 0.10, 0.34, looks.crease, 0.22);
    brush.soft(0, 0.18, 0.075, 0.42, light, 0.65);
    brush.soft(0, y - 0.07, 0.12, 0.10, light, 0.6);
    brush.soft(0, y + 0.07, half * 1.25, 0.07, looks.crease, 0.55);
    for (Side side : Side.values()) {
      int sign = side.sign();
      double wing = y - 0.05 - 0.5 * state.noseLift();
      Shape line =
          new QuadCurve2D.Double(
              sign * (half - 0.02),
              wing - 0.09,
              sign * (half + 0.05),
              wing + 0.03,
              sign * (half - 0.05),
              wing + 0.09);
      brush.crease(line, 0.045, looks.crease, 0.75);
      brush.oval(sign * 0.47 * half, y + 0.035, 0.05, 0.028, looks.crease);
    }
  }

  /** The folds beside the mouth and under it; before the mouth is drawn. */
  void folds(Brush brush, FaceState state) {
    for (Side side : Side.values()) {
      int sign = side.sign();
      Point2D corner = state.corner(side);
      double depth = state.fold(side);
      double top = shape.noseY - 0.08 - state.noseLift();
      Shape fold =
          new CubicCurve2D.Double(
              sign * (shape.noseHalf + 0.05),
              top,
              sign * (shape.noseHalf + 0.16),
              top + 0.06,
              corner.getX() + sign * 0.13,
              corner.getY() - 0.22,
              corner.getX() + sign * 0.10,
              corner.getY() + 0.05);
      brush.crease(fold, 0.06, looks.crease, 0.65 * depth);
      brush.soft(
          corner.getX() + sign * 0.06, corner.getY(), 0.10, 0.09, looks.crease, 0.3 + 0.2 * depth);
    }
    chin(brush, state);
  }

  private void chin(Brush brush, FaceState state) {
    double lipY = state.lowerLipY() + state.lowerLip();
    brush.soft(0, lipY + 0.08, 0.24, 0.07, looks.crease, 0.40 + 0.3 * state.chin());
    // Dimples of a raised chin.
    for (int i = 0; i < 4; i++) {
      double x = 0.09 * (i - 1.5);
      brush.soft(x, lipY + 0.20 + 0.03 * (i % 2), 0.05, 0.05, looks.crease, 0.5 * state.chin());
    }
  }
}
