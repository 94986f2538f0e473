package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;

/**
 * Draws hands, from open with spread fingers to a fist. Lengths are in head units, chosen by eye.
 */
final class HandPainter {

  private static final int FINGERS = 4;
  private static final double FINGER_LENGTH = 0.46;
  private static final double FINGER_WIDTH = 0.145;

  private final Color skin;
  private final Color shade;

  HandPainter(Looks looks) {
    skin = Palette.lit(looks.skin, 0.97);
    shade = Palette.lit(looks.skin, 0.66);
  }

  /**
   * One hand.
   *
   * @param angle of the forearm in radians, clockwise from the x axis as y points down
   * @param fist how far it is closed, 0..1
   */
  void paint(Brush brush, Side side, Point2D wrist, double angle, double fist) {
    double closed = Math.max(0, Math.min(1, fist));
    AffineTransform before = brush.graphics().getTransform();
    brush.graphics().translate(wrist.getX(), wrist.getY());
    brush.graphics().rotate(angle);
    // From here x points along the forearm and y to the thumb's side is up.
    int thumb = side == Side.LEFT ? -1 : 1;
    brush.oval(0.34, 0, 0.37, 0.31, shade);
    for (int i = 0; i < FINGERS; i++) {
      double across = (i - 1.5) / 1.5;
      double length = FINGER_LENGTH * (1 - 0.12 * across * across) * (1 - 0.85 * closed);
      double spread = 0.30 * across * (1 - closed);
      double y = 0.20 * across;
      double tipX = 0.56 + length * Math.cos(spread);
      double tipY = y + length * Math.sin(spread);
      Line2D finger = new Line2D.Double(0.48, y, tipX, tipY);
      brush.line(finger, FINGER_WIDTH + 0.04, shade);
      brush.line(finger, FINGER_WIDTH, skin);
    }
    brush.oval(0.32, 0, 0.33, 0.28, skin);
    Line2D thumbLine =
        new Line2D.Double(0.22, thumb * 0.20, 0.42 + 0.1 * closed, thumb * (0.46 - 0.30 * closed));
    brush.line(thumbLine, FINGER_WIDTH + 0.05, shade);
    brush.line(thumbLine, FINGER_WIDTH + 0.01, skin);
    brush.graphics().setTransform(before);
  }
}
