package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.QuadCurve2D;

/**
 * Draws eyes, lids, brows and the lines around them, in the coordinates of {@link FaceShape}.
 * Lengths and opacities were chosen by eye.
 */
final class EyePainter {

  private static final Color LASHES = new Color(0x1a100c);
  private static final Color WHITE = new Color(0xece6e0);
  private static final Color PUPIL = new Color(0x0c0907);
  private static final Color GLINT = new Color(255, 255, 255, 220);
  private static final double PUPIL_RADIUS = 0.045;

  /** How far the iris moves to each side when the eye looks aside as far as it can. */
  private static final double GAZE_X = 0.075;

  /** How far the iris moves up or down. */
  private static final double GAZE_Y = 0.05;

  /** The corners of the eye are not at the height of its middle. */
  private static final double INNER_CORNER_Y = 0.015;

  private static final double LINE_WIDTH = 0.035;

  private final Looks looks;
  private final FaceShape shape;
  private final Color white;

  EyePainter(Looks looks) {
    this.looks = looks;
    shape = looks.face;
    // Lids and brow shade the eye: it is not white, and on dark skin far from it.
    white = Palette.mix(WHITE, Palette.lit(looks.skin, 0.8), 0.15 + 0.55 * looks.darkness());
  }

  /**
   * Both eyes and brows.
   *
   * @param gazeX where they look across, -1..1
   * @param gazeY where they look down, -1..1
   */
  void paint(Brush brush, FaceState state, double gazeX, double gazeY) {
    for (Side side : Side.values()) {
      eye(brush, state, side, gazeX, gazeY);
      crowsFeet(brush, state, side);
      brow(brush, state, side);
      frown(brush, state, side);
      forehead(brush, state.browMiddle(side).getY() - 0.15, side, state.foreheadSide(side));
    }
    foreheadMiddle(brush, state);
    bridge(brush, state);
  }

  private void eye(Brush brush, FaceState state, Side side, double gazeX, double gazeY) {
    double above = state.upperLid(side);
    double below = state.lowerLid(side);
    if (above + below > 0.03) {
      Shape clip = brush.graphics().getClip();
      Path2D opening = opening(side, above, below);
      brush.graphics().clip(opening);
      brush.fill(opening, white);
      double x = side.sign() * shape.eyeX;
      iris(brush, x + GAZE_X * gazeX, GAZE_Y * gazeY - 0.01);
      brush.soft(x, -above - 0.02, shape.eyeHalf, 0.08, LASHES, 0.6);
      brush.graphics().setClip(clip);
    }
    brush.line(lid(side, below), 0.022, Palette.translucent(looks.crease, 0.55));
    brush.line(lid(side, -above), 0.06, LASHES);
    brush.crease(lid(side, -Math.max(above, 0.02) - 0.075), LINE_WIDTH, looks.crease, 0.55);
    // The bag under the eye, pushed up by the cheek.
    double raised = state.crowsFeet(side);
    brush.crease(lid(side, below + 0.10 - 0.03 * raised), 0.05, looks.crease, 0.2 + 0.4 * raised);
  }

  private void iris(Brush brush, double x, double y) {
    double radius = shape.irisRadius;
    brush.oval(x, y, radius, radius, Palette.lit(looks.iris, 0.6));
    brush.oval(x, y + 0.01, 0.8 * radius, 0.8 * radius, looks.iris);
    brush.oval(x, y, PUPIL_RADIUS, PUPIL_RADIUS, PUPIL);
    brush.oval(x + looks.lightSide.sign() * 0.035, y - 0.035, 0.02, 0.02, GLINT);
  }

  private Path2D opening(Side side, double above, double below) {
    CubicCurve2D lower = lid(side, below);
    Path2D path = new Path2D.Double(lid(side, -above));
    path.curveTo(
        lower.getCtrlX2(),
        lower.getCtrlY2(),
        lower.getCtrlX1(),
        lower.getCtrlY1(),
        lower.getX1(),
        lower.getY1());
    path.closePath();
    return path;
  }

  /** An arc from the inner to the outer corner of the eye whose middle is about at this height. */
  private CubicCurve2D lid(Side side, double y) {
    int sign = side.sign();
    double inner = sign * (shape.eyeX - shape.eyeHalf);
    double outer = sign * (shape.eyeX + shape.eyeHalf);
    double control = 4.0 / 3 * y;
    return new CubicCurve2D.Double(
        inner,
        INNER_CORNER_Y,
        inner + sign * 0.10,
        control,
        outer - sign * 0.12,
        control,
        outer,
        -shape.eyeSlant);
  }

  private void crowsFeet(Brush brush, FaceState state, Side side) {
    double x = side.sign() * (shape.eyeX + shape.eyeHalf + 0.05);
    for (int i = -1; i <= 1; i++) {
      Shape line = new Line2D.Double(x, 0.02 + 0.05 * i, x + side.sign() * 0.12, 0.02 + 0.10 * i);
      brush.crease(line, 0.025, looks.crease, 0.45 * state.crowsFeet(side));
    }
  }

  private void brow(Brush brush, FaceState state, Side side) {
    Point2D inner = state.browInner(side);
    Point2D middle = state.browMiddle(side);
    Point2D outer = state.browOuter(side);
    double half = 0.5 * shape.browThickness;
    double x = control(inner.getX(), middle.getX(), outer.getX());
    Path2D brow = new Path2D.Double();
    brow.moveTo(inner.getX(), inner.getY() + half);
    brow.quadTo(
        x,
        control(inner.getY() + half, middle.getY() + half, outer.getY()),
        outer.getX(),
        outer.getY());
    brow.quadTo(
        x,
        control(inner.getY() - half, middle.getY() - half, outer.getY()),
        inner.getX(),
        inner.getY() - half);
    brow.closePath();
    brush.fill(brow, Palette.translucent(looks.brows, 0.85));
    brush.line(brow, 0.025, Palette.translucent(looks.brows, 0.4));
  }

  /** Where a quadratic curve has its control if it passes through a middle point. */
  private static double control(double from, double through, double to) {
    return 2 * through - (from + to) / 2;
  }

  /** The upright line at the inner end of a lowered brow. */
  private void frown(Brush brush, FaceState state, Side side) {
    double y = state.browInner(side).getY();
    int sign = side.sign();
    Shape line =
        new QuadCurve2D.Double(
            sign * 0.075, y + 0.06, sign * 0.05, y - 0.04, sign * 0.08, y - 0.15);
    brush.crease(line, 0.045, looks.crease, 0.85 * state.frown());
  }

  /** Two lines over the outer part of a raised brow. */
  private void forehead(Brush brush, double fromY, Side side, double depth) {
    int sign = side.sign();
    for (int i = 0; i < 2; i++) {
      double y = fromY - 0.13 * i;
      Shape line =
          new QuadCurve2D.Double(
              sign * 0.22, y + 0.02, sign * 0.5, y - 0.03, sign * 0.70, y + 0.06);
      brush.crease(line, LINE_WIDTH, looks.crease, 0.35 * depth);
    }
  }

  /** Two lines across the middle of the forehead, over raised inner brows. */
  private void foreheadMiddle(Brush brush, FaceState state) {
    double inner = state.browInner(Side.RIGHT).getY();
    for (int i = 0; i < 2; i++) {
      double y = inner - 0.17 - 0.12 * i;
      Shape line = new QuadCurve2D.Double(-0.24, y + 0.03, 0, y - 0.04, 0.24, y + 0.03);
      brush.crease(line, LINE_WIDTH, looks.crease, 0.4 * state.foreheadMiddle());
    }
  }

  /** Two lines across the bridge of a wrinkled nose. */
  private void bridge(Brush brush, FaceState state) {
    for (int i = 0; i < 2; i++) {
      double y = 0.09 * i;
      Shape line = new QuadCurve2D.Double(-0.12, y + 0.02, 0, y - 0.03, 0.12, y + 0.02);
      brush.crease(line, LINE_WIDTH, looks.crease, 0.75 * state.bridge());
    }
  }
}
