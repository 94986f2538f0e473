package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.geom.Path2D;

/**
 * Draws the hair behind and on the head, in the coordinates of {@link FaceShape}. Lengths and
 * opacities were chosen by eye.
 */
final class HairPainter {

  private static final int CURL_RINGS = 3;
  private static final int CURLS_OUTSIDE = 19;
  private static final double CURL_RADIUS = 0.17;

  private final Looks looks;
  private final FaceShape shape;
  private final Color base;
  private final Color shine;
  private final Color shadow;
  private final Color tint;

  HairPainter(Looks looks) {
    this.looks = looks;
    shape = looks.face;
    base = looks.hair;
    shine = Palette.mix(Palette.lit(base, 1.35), Color.WHITE, 0.08);
    shadow = Palette.lit(base, 0.6);
    tint = Palette.lit(base, 0.8);
  }

  /** What hangs behind the head; before the head and the body are drawn. */
  void behind(Brush brush) {
    double half = shape.halfWidth;
    switch (looks.hairStyle) {
      case BUN -> brush.oval(0, shape.crownY - 0.22, 0.42, 0.36, shadow);
      case BOB -> hanging(brush, 1.22 * half, 1.15);
      case LONG -> hanging(brush, 1.28 * half, 2.5);
      case CURLS -> brush.oval(0, -0.32, 1.16 * half, 1.16, shadow);
      default -> {}
    }
  }

  private void hanging(Brush brush, double half, double toY) {
    Path2D hair = new Path2D.Double();
    hair.moveTo(0, shape.crownY - 0.14);
    hair.curveTo(0.75 * half, shape.crownY - 0.14, half, -0.8, half, -0.1);
    hair.curveTo(half + 0.04, 0.5, half + 0.02, toY - 0.4, 0.92 * half, toY);
    hair.quadTo(0, toY + 0.18, -0.92 * half, toY);
    hair.curveTo(-half - 0.02, toY - 0.4, -half - 0.04, 0.5, -half, -0.1);
    hair.curveTo(-half, -0.8, -0.75 * half, shape.crownY - 0.14, 0, shape.crownY - 0.14);
    brush.fill(hair, shadow);
  }

  /** What lies on the head; after the face is drawn. */
  void onTop(Brush brush) {
    switch (looks.hairStyle) {
      case BALD -> brush.soft(0.1, shape.crownY + 0.3, 0.4, 0.2, Color.WHITE, 0.22);
      case BUZZ -> cap(brush, -0.72, 0.02, -0.35, Palette.translucent(base, 0.72));
      case SHORT -> cap(brush, -0.68, 0.10, -0.10, base);
      case SIDE_PART -> sidePart(brush);
      case CURLS -> curls(brush);
      case BUN -> cap(brush, -0.80, 0.06, 0.0, base);
      case BOB -> curtains(brush, 1.12);
      case LONG -> curtains(brush, 2.1);
    }
  }

  /**
   * A cap of hair.
   *
   * @param lineY where it begins on the forehead
   * @param volume how far it stands off the skull
   * @param sideY how far down it reaches before the ears
   */
  private void cap(Brush brush, double lineY, double volume, double sideY, Color color) {
    double half = shape.halfWidth + 0.6 * volume;
    double top = shape.crownY - volume;
    Path2D hair = new Path2D.Double();
    hair.moveTo(-half, sideY);
    hair.curveTo(-half - 0.02, -0.85, -0.62 * half, top, 0, top);
    hair.curveTo(0.62 * half, top, half + 0.02, -0.85, half, sideY);
    hair.curveTo(0.93 * half, sideY - 0.25, 0.86 * half, lineY + 0.18, 0.66 * half, lineY);
    hair.quadTo(0, lineY - 0.10, -0.66 * half, lineY);
    hair.curveTo(-0.86 * half, lineY + 0.18, -0.93 * half, sideY - 0.25, -half, sideY);
    hair.closePath();
    brush.fill(hair, color);
    sheen(brush, top);
  }

  private void sheen(Brush brush, double top) {
    brush.soft(0.3 * looks.lightSide.sign(), top + 0.28, 0.45, 0.18, shine, 0.4);
  }

  private void sidePart(Brush brush) {
    double half = shape.halfWidth + 0.06;
    double top = shape.crownY - 0.14;
    double part = 0.45 * looks.lightSide.sign();
    Path2D hair = new Path2D.Double();
    hair.moveTo(-half, 0.0);
    hair.curveTo(-half - 0.02, -0.85, -0.62 * half, top, 0, top);
    hair.curveTo(0.62 * half, top, half + 0.02, -0.85, half, 0.0);
    hair.curveTo(0.95 * half, -0.3, 0.9 * half, -0.5, 0.8 * half, -0.58);
    hair.quadTo(part, -0.70, part, -0.92);
    hair.quadTo(part, -0.70, -0.8 * half, -0.58);
    hair.curveTo(-0.9 * half, -0.5, -0.95 * half, -0.3, -half, 0.0);
    hair.closePath();
    brush.fill(hair, base);
    Path2D line = new Path2D.Double();
    line.moveTo(part, -0.9);
    line.quadTo(1.05 * part, top + 0.2, 0.8 * part, top + 0.05);
    brush.line(line, 0.03, Palette.translucent(shadow, 0.8));
    sheen(brush, top);
  }

  private void curls(Brush brush) {
    cap(brush, -0.74, 0.12, -0.15, base);
    for (int ring = 0; ring < CURL_RINGS; ring++) {
      double reach = 1.10 - 0.16 * ring;
      int count = CURLS_OUTSIDE - 3 * ring;
      for (int i = 0; i < count; i++) {
        double angle = Math.PI * (1.02 + 0.96 * (i + 0.5 * (ring % 2)) / (count - 1));
        brush.oval(
            reach * shape.halfWidth * Math.cos(angle),
            -0.32 + reach * Math.sin(angle),
            CURL_RADIUS,
            CURL_RADIUS,
            (i + ring) % 3 == 0 ? tint : base);
      }
    }
    sheen(brush, shape.crownY - 0.1);
  }

  /** Hair parted in the middle that falls on both sides of the face. */
  private void curtains(Brush brush, double toY) {
    double half = 1.16 * shape.halfWidth;
    double top = shape.crownY - 0.14;
    for (Side side : Side.values()) {
      int sign = side.sign();
      Path2D hair = new Path2D.Double();
      hair.moveTo(0, top);
      hair.curveTo(sign * 0.7 * half, top, sign * half, -0.8, sign * half, -0.1);
      hair.curveTo(
          sign * (half + 0.04), 0.5, sign * (half + 0.02), toY - 0.4, sign * 0.93 * half, toY);
      hair.curveTo(sign * 0.80 * half, 0.9, sign * 0.86 * half, 0.2, sign * 0.82 * half, -0.3);
      hair.curveTo(sign * 0.72 * half, -0.7, sign * 0.3, -0.85, 0, -0.95);
      hair.closePath();
      brush.fill(hair, side == looks.lightSide ? base : Palette.lit(base, 0.82));
      brush.soft(sign * 0.5, top + 0.35, 0.35, 0.2, shine, 0.35);
    }
  }
}
