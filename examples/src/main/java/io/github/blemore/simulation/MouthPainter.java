package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/**
 * Draws the mouth and the hair around it, in the coordinates of {@link FaceShape}. Lengths and
 * opacities were chosen by eye.
 */
final class MouthPainter {

  private static final Color CAVITY = new Color(0x35100f);
  private static final Color TONGUE = new Color(0xa8525a);
  private static final Color TEETH = new Color(0xd9d0c0);

  /** Teeth show over at most this height, and over at most this share of an open mouth. */
  private static final double TEETH_HEIGHT = 0.10;

  private static final double TEETH_SHARE = 0.6;

  /** Lips farther apart than this show what is between them. */
  private static final double OPEN = 0.02;

  /** Lips farther apart than this show the tongue. */
  private static final double WIDE_OPEN = 0.14;

  /** Half the distance of the upper lip's two peaks. */
  private static final double BOW = 0.11;

  private final Looks looks;
  private final FaceShape shape;
  private final Color light;

  MouthPainter(Looks looks) {
    this.looks = looks;
    shape = looks.face;
    light = looks.highlight(0.18);
  }

  void paint(Brush brush, FaceState state) {
    inside(brush, state);
    brush.fill(lowerLip(state), looks.lips);
    brush.fill(upperLip(state), Palette.lit(looks.lips, 0.82));
    brush.soft(0, state.lowerLipY() + 0.45 * state.lowerLip(), 0.18, 0.035, light, 0.45);
    Path2D line = from(state.corner(Side.LEFT));
    arc(line, state, Side.LEFT, state.upperLipY());
    brush.line(line, 0.03, Palette.translucent(CAVITY, 0.75));
  }

  private static void inside(Brush brush, FaceState state) {
    double upperY = state.upperLipY();
    double lowerY = state.lowerLipY();
    if (lowerY - upperY < OPEN) {
      return;
    }
    Shape clip = brush.graphics().getClip();
    Path2D opening = between(state, upperY, lowerY);
    brush.graphics().clip(opening);
    brush.fill(opening, CAVITY);
    if (lowerY - upperY > WIDE_OPEN) {
      brush.oval(0, lowerY, 0.20, 0.09, TONGUE);
    }
    double teeth = Math.min(TEETH_HEIGHT, TEETH_SHARE * (lowerY - upperY));
    brush.fill(between(state, upperY - 0.02, upperY + teeth), TEETH);
    brush.graphics().setClip(clip);
  }

  private static Path2D lowerLip(FaceState state) {
    return between(state, state.lowerLipY(), state.lowerLipY() + state.lowerLip());
  }

  private static Path2D upperLip(FaceState state) {
    Point2D left = state.corner(Side.LEFT);
    Point2D right = state.corner(Side.RIGHT);
    double y = state.upperLipY() - state.upperLip();
    Path2D lip = from(left);
    lip.curveTo(left.getX() + 0.10, left.getY() - 0.02, -BOW - 0.08, y, -BOW, y - 0.01);
    lip.quadTo(-0.04, y - 0.005, 0, y + 0.02);
    lip.quadTo(0.04, y - 0.005, BOW, y - 0.01);
    lip.curveTo(
        BOW + 0.08, y, right.getX() - 0.10, right.getY() - 0.02, right.getX(), right.getY());
    arc(lip, state, Side.RIGHT, state.upperLipY());
    lip.closePath();
    return lip;
  }

  /** What is between two arcs from corner to corner whose middles are at these heights. */
  private static Path2D between(FaceState state, double upperY, double lowerY) {
    Path2D path = from(state.corner(Side.LEFT));
    arc(path, state, Side.LEFT, upperY);
    arc(path, state, Side.RIGHT, lowerY);
    path.closePath();
    return path;
  }

  private static Path2D from(Point2D start) {
    Path2D path = new Path2D.Double();
    path.moveTo(start.getX(), start.getY());
    return path;
  }

  /** Continues a path from one corner of the mouth to the other by an arc through this height. */
  private static void arc(Path2D path, FaceState state, Side fromSide, double middleY) {
    Point2D from = state.corner(fromSide);
    Point2D to = state.corner(fromSide.other());
    double y = (8 * middleY - from.getY() - to.getY()) / 6;
    double share = state.squareness();
    path.curveTo(share * from.getX(), y, share * to.getX(), y, to.getX(), to.getY());
  }

  /** What grows around the mouth; before the mouth is drawn. */
  void beard(Brush brush, FaceState state) {
    double chinY = shape.chinY + state.drop;
    switch (looks.beard) {
      case NONE -> {}
      case STUBBLE -> {
        brush.soft(0, chinY - 0.25, 0.85, 0.55, looks.hair, 0.35);
        brush.soft(0, 0.70, 0.4, 0.12, looks.hair, 0.3);
      }
      case MUSTACHE -> mustache(brush, state);
      case FULL -> {
        brush.fill(fullBeard(chinY), Palette.translucent(looks.hair, 0.85));
        mustache(brush, state);
      }
    }
  }

  private Path2D fullBeard(double chinY) {
    double jaw = shape.jawHalf;
    double ear = 0.95 * shape.halfWidth;
    Path2D beard = new Path2D.Double();
    beard.moveTo(-ear, 0.35);
    beard.curveTo(-1.12 * jaw, 0.9, -0.95 * jaw, chinY + 0.10, 0, chinY + 0.12);
    beard.curveTo(0.95 * jaw, chinY + 0.10, 1.12 * jaw, 0.9, ear, 0.35);
    beard.curveTo(0.85 * jaw, 0.75, 0.6, 0.75, 0.42, 0.74);
    beard.lineTo(-0.42, 0.74);
    beard.curveTo(-0.6, 0.75, -0.85 * jaw, 0.75, -ear, 0.35);
    beard.closePath();
    return beard;
  }

  private void mustache(Brush brush, FaceState state) {
    Point2D left = state.corner(Side.LEFT);
    Point2D right = state.corner(Side.RIGHT);
    double y = state.upperLipY() - state.upperLip() - 0.01;
    Path2D path = new Path2D.Double();
    path.moveTo(left.getX() - 0.05, left.getY() + 0.04);
    path.quadTo(-0.22, y - 0.16, 0, y - 0.10);
    path.quadTo(0.22, y - 0.16, right.getX() + 0.05, right.getY() + 0.04);
    path.quadTo(0.18, y - 0.02, 0, y);
    path.quadTo(-0.18, y - 0.02, left.getX() - 0.05, left.getY() + 0.04);
    path.closePath();
    brush.fill(path, Palette.translucent(looks.hair, 0.9));
  }
}
