package io.github.blemore.simulation;

import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/**
 * Draws trunk, arms and hands. The coordinates are those of {@link FaceShape} with the head at
 * rest. Lengths and opacities were chosen by eye.
 */
final class BodyPainter {

  /** Below every picture's lower edge. */
  private static final double BOTTOM = 7;

  private static final double SHOULDER_Y = 2.2;
  private static final double UPPER_ARM = 1.5;
  private static final double FOREARM = 1.4;

  /** Where a resting hand is, away from the middle and down. */
  private static final double HAND_X = 0.8;

  private static final double HAND_Y = 4.3;

  /** How much an elbow would rather be farther out than lower. */
  private static final double OUTWARD = 0.25;

  /** Hands do not go higher than this above where they rest: they would hide the mouth. */
  private static final double HIGHEST_LIFT = 2.2;

  private final Looks looks;
  private final Color fold;
  private final HandPainter hands;

  BodyPainter(Looks looks) {
    this.looks = looks;
    fold = Palette.lit(looks.clothes, 0.55);
    hands = new HandPainter(looks);
  }

  void trunk(Brush brush, BodyPose pose) {
    double middle = middle(pose);
    double half = half(pose);
    double y = shoulderY(pose);
    double neckY = neckY(pose);
    Path2D trunk = new Path2D.Double();
    trunk.moveTo(middle - 0.50, neckY);
    trunk.curveTo(
        middle - 0.75, neckY + 0.28, middle - half + 0.25, y - 0.12, middle - half, y + 0.25);
    trunk.curveTo(
        middle - half - 0.05, y + 1, middle - 0.86 * half, y + 1.6, middle - 0.84 * half, BOTTOM);
    trunk.lineTo(middle + 0.84 * half, BOTTOM);
    trunk.curveTo(
        middle + 0.86 * half, y + 1.6, middle + half + 0.05, y + 1, middle + half, y + 0.25);
    trunk.curveTo(
        middle + half - 0.25, y - 0.12, middle + 0.75, neckY + 0.28, middle + 0.50, neckY);
    trunk.closePath();
    brush.fill(trunk, looks.clothes);
    double near = looks.lightSide.sign();
    brush.soft(middle + near * 0.6, y + 0.9, 0.9, 1.2, Palette.lit(looks.clothes, 1.25), 0.5);
    brush.soft(middle - near * 0.9, y + 1.6, 0.8, 2, fold, 0.6);
    collar(brush, middle, neckY, pose.get(Joint.SLUMP));
  }

  private void collar(Brush brush, double middle, double neckY, double slump) {
    switch (looks.collar) {
      case ROUND -> {
        Path2D line = new Path2D.Double();
        line.moveTo(middle - 0.52, neckY);
        line.quadTo(middle, neckY + 0.75, middle + 0.52, neckY);
        brush.fill(line, Palette.lit(looks.skin, 0.8));
        brush.line(line, 0.07, fold);
      }
      case V_NECK -> {
        Path2D line = new Path2D.Double();
        line.moveTo(middle - 0.52, neckY);
        line.lineTo(middle, neckY + 0.85 - 0.1 * slump);
        line.lineTo(middle + 0.52, neckY);
        brush.fill(line, Palette.lit(looks.skin, 0.8));
        brush.line(line, 0.08, fold);
      }
      case SHIRT -> shirt(brush, middle, neckY);
      case TURTLENECK -> {
        double half = looks.face.neckHalf + 0.05;
        Path2D roll = new Path2D.Double();
        roll.moveTo(middle - half, neckY - 0.28);
        roll.quadTo(middle, neckY, middle + half, neckY - 0.28);
        roll.lineTo(middle + half + 0.06, neckY + 0.12);
        roll.quadTo(middle, neckY + 0.42, middle - half - 0.06, neckY + 0.12);
        roll.closePath();
        brush.fill(roll, Palette.lit(looks.clothes, 1.08));
        brush.line(roll, 0.03, fold);
      }
    }
  }

  private void shirt(Brush brush, double middle, double neckY) {
    Path2D skin = new Path2D.Double();
    skin.moveTo(middle - 0.5, neckY);
    skin.lineTo(middle, neckY + 0.6);
    skin.lineTo(middle + 0.5, neckY);
    brush.fill(skin, Palette.lit(looks.skin, 0.78));
    brush.line(new Line2D.Double(middle, neckY + 0.6, middle, BOTTOM), 0.035, fold);
    for (Side side : Side.values()) {
      int sign = side.sign();
      Path2D flap = new Path2D.Double();
      flap.moveTo(middle + sign * 0.46, neckY - 0.16);
      flap.lineTo(middle + sign * 0.02, neckY + 0.58);
      flap.lineTo(middle + sign * 0.40, neckY + 0.72);
      flap.lineTo(middle + sign * 0.66, neckY + 0.12);
      flap.closePath();
      brush.fill(flap, Palette.lit(looks.clothes, 1.15));
      brush.line(flap, 0.03, fold);
    }
    for (double y = neckY + 1.0; y < 5; y += 0.75) {
      brush.oval(middle + 0.07, y, 0.045, 0.045, Palette.lit(looks.clothes, 1.5));
    }
  }

  void arms(Brush brush, BodyPose pose) {
    for (Side side : Side.values()) {
      arm(brush, pose, side);
    }
  }

  private void arm(Brush brush, BodyPose pose, Side side) {
    Point2D shoulder =
        new Point2D.Double(
            middle(pose) + side.sign() * (half(pose) - 0.22), shoulderY(pose) + 0.33);
    Point2D wrist = wrist(pose, side);
    Point2D elbow = elbow(shoulder, wrist, side);
    Color sleeve = Palette.lit(looks.clothes, side == looks.lightSide ? 1.08 : 0.88);
    Path2D arm = new Path2D.Double();
    arm.moveTo(shoulder.getX(), shoulder.getY());
    arm.lineTo(elbow.getX(), elbow.getY());
    arm.lineTo(wrist.getX(), wrist.getY());
    double angle = Math.atan2(wrist.getY() - elbow.getY(), wrist.getX() - elbow.getX());
    brush.line(arm, 0.60, Palette.translucent(fold, 0.55));
    brush.line(arm, 0.52, sleeve);
    brush.line(arm, 0.22, Palette.translucent(Palette.lit(sleeve, 1.2), 0.5));
    hands.paint(brush, side, wrist, angle, pose.get(side, Joint.FIST));
  }

  /** Where a wrist is. */
  private static Point2D wrist(BodyPose pose, Side side) {
    double lift = pose.get(side, Joint.HAND_UP) + 0.5 * pose.get(Joint.SHOULDERS);
    double up = lift < 0 ? lift : HIGHEST_LIFT * Math.tanh(lift / HIGHEST_LIFT);
    double out = Math.max(0.35, HAND_X + pose.get(side, Joint.HAND_OUT));
    return new Point2D.Double(middle(pose) + side.sign() * Math.min(3.4, out), HAND_Y - up);
  }

  /**
   * Where an elbow is: of the two places in the picture that the arm's lengths allow, the lower and
   * outer one. Where neither clearly is, the arm points toward the viewer, so that it looks
   * straight and short, and does not jump from one to the other.
   */
  private static Point2D elbow(Point2D shoulder, Point2D wrist, Side side) {
    double dx = wrist.getX() - shoulder.getX();
    double dy = wrist.getY() - shoulder.getY();
    double distance = Math.max(0.2, Math.hypot(dx, dy));
    double along =
        (UPPER_ARM * UPPER_ARM - FOREARM * FOREARM + distance * distance) / (2 * distance);
    double across = Math.sqrt(Math.max(0.02, UPPER_ARM * UPPER_ARM - along * along));
    // Down and out, seen along the line across the arm.
    double lowness = (dx - OUTWARD * side.sign() * dy) / distance;
    double bend = Math.tanh(2 * lowness);
    return new Point2D.Double(
        shoulder.getX() + (along * dx - bend * across * dy) / distance,
        shoulder.getY() + (along * dy + bend * across * dx) / distance);
  }

  private static double middle(BodyPose pose) {
    return 0.12 * pose.get(Joint.TURN);
  }

  private double half(BodyPose pose) {
    double turned = 0.14 * Math.min(1.5, Math.abs(pose.get(Joint.TURN)));
    return looks.shoulderHalf * (1 - 0.10 * pose.get(Joint.SLUMP) - turned);
  }

  private static double shoulderY(BodyPose pose) {
    return SHOULDER_Y - pose.get(Joint.SHOULDERS) + 0.15 * pose.get(Joint.SLUMP);
  }

  private static double neckY(BodyPose pose) {
    return 1.78 - 0.25 * pose.get(Joint.SHOULDERS);
  }
}
