package io.github.blemore.simulation;

import static io.github.blemore.simulation.ActionUnit.BROW_LOWERER;
import static io.github.blemore.simulation.ActionUnit.CHEEK_RAISER;
import static io.github.blemore.simulation.ActionUnit.CHIN_RAISER;
import static io.github.blemore.simulation.ActionUnit.EYES_CLOSED;
import static io.github.blemore.simulation.ActionUnit.INNER_BROW_RAISER;
import static io.github.blemore.simulation.ActionUnit.JAW_DROP;
import static io.github.blemore.simulation.ActionUnit.LID_TIGHTENER;
import static io.github.blemore.simulation.ActionUnit.LIPS_PART;
import static io.github.blemore.simulation.ActionUnit.LIP_CORNER_DEPRESSOR;
import static io.github.blemore.simulation.ActionUnit.LIP_CORNER_PULLER;
import static io.github.blemore.simulation.ActionUnit.LIP_PRESSOR;
import static io.github.blemore.simulation.ActionUnit.LIP_STRETCHER;
import static io.github.blemore.simulation.ActionUnit.LIP_TIGHTENER;
import static io.github.blemore.simulation.ActionUnit.LOWER_LIP_DEPRESSOR;
import static io.github.blemore.simulation.ActionUnit.NOSE_WRINKLER;
import static io.github.blemore.simulation.ActionUnit.OUTER_BROW_RAISER;
import static io.github.blemore.simulation.ActionUnit.UPPER_LID_RAISER;
import static io.github.blemore.simulation.ActionUnit.UPPER_LIP_RAISER;

import java.awt.geom.Point2D;

/**
 * Where the action units have moved the parts of a face, in the coordinates of {@link FaceShape}.
 *
 * <p>The displacements are ours, chosen by looking at the drawn faces; they are not measurements of
 * people.
 */
final class FaceState {

  private final FaceShape shape;
  private final ActionUnits units;

  /** How far the chin is down. */
  final double drop;

  FaceState(FaceShape shape, ActionUnits units) {
    this.shape = shape;
    this.units = units;
    drop = 0.30 * units.both(JAW_DROP);
  }

  /** The inner end of a brow. */
  Point2D browInner(Side side) {
    double in = 0.05 * units.on(side, BROW_LOWERER);
    double up =
        0.17 * units.on(side, INNER_BROW_RAISER)
            - 0.16 * units.on(side, BROW_LOWERER)
            - 0.12 * units.on(side, NOSE_WRINKLER);
    return point(side, shape.eyeX - 0.24 - in, shape.browY + 0.02 - up);
  }

  /** The highest part of a brow at rest. */
  Point2D browMiddle(Side side) {
    double up =
        0.07 * units.on(side, INNER_BROW_RAISER)
            + 0.13 * units.on(side, OUTER_BROW_RAISER)
            - 0.12 * units.on(side, BROW_LOWERER)
            - 0.07 * units.on(side, NOSE_WRINKLER);
    return point(side, shape.eyeX + 0.05, shape.browY - shape.browArch - up);
  }

  /** The outer end of a brow. */
  Point2D browOuter(Side side) {
    double up =
        0.16 * units.on(side, OUTER_BROW_RAISER)
            - 0.03 * units.on(side, BROW_LOWERER)
            - 0.03 * units.on(side, INNER_BROW_RAISER);
    return point(side, shape.eyeX + 0.30, shape.browY + 0.04 - up);
  }

  /** How far the upper lid's edge is above the middle of the eye; below 0 when closed. */
  double upperLid(Side side) {
    double open =
        shape.eyeAbove
            * (1
                + 0.62 * units.on(side, UPPER_LID_RAISER)
                - 0.35 * units.on(side, LID_TIGHTENER)
                - 0.20 * units.on(side, CHEEK_RAISER)
                - 0.40 * units.on(side, NOSE_WRINKLER)
                - 0.15 * units.on(side, LIP_CORNER_DEPRESSOR));
    double shut = units.on(side, EYES_CLOSED);
    return open * (1 - shut) - 0.9 * lowerLid(side) * shut;
  }

  /** How far the lower lid's edge is below the middle of the eye. */
  double lowerLid(Side side) {
    return shape.eyeBelow
        * (1
            + 0.25 * units.on(side, UPPER_LID_RAISER)
            - 0.55 * units.on(side, LID_TIGHTENER)
            - 0.60 * units.on(side, CHEEK_RAISER)
            - 0.40 * units.on(side, NOSE_WRINKLER));
  }

  /** A corner of the mouth. */
  Point2D corner(Side side) {
    double out =
        0.11 * units.on(side, LIP_CORNER_PULLER)
            + 0.11 * units.on(side, LIP_STRETCHER)
            + 0.02 * units.on(side, LIP_CORNER_DEPRESSOR)
            - 0.07 * units.on(side, LIP_TIGHTENER)
            - 0.06 * units.both(JAW_DROP);
    double up =
        0.17 * units.on(side, LIP_CORNER_PULLER)
            - 0.14 * units.on(side, LIP_CORNER_DEPRESSOR)
            - 0.06 * units.on(side, LIP_STRETCHER)
            + 0.012
            - 0.46 * drop;
    return point(side, shape.mouthHalf + out, shape.mouthY - up);
  }

  /** The lower edge of the upper lip in the middle. */
  double upperLipY() {
    return shape.mouthY
        - 0.02 * units.both(LIPS_PART)
        - 0.12 * units.both(UPPER_LIP_RAISER)
        - 0.09 * units.both(NOSE_WRINKLER)
        - 0.04 * units.both(CHIN_RAISER)
        - 0.02 * units.both(LIP_CORNER_PULLER)
        + 0.1 * drop;
  }

  /** The upper edge of the lower lip in the middle. */
  double lowerLipY() {
    double apart =
        0.07 * units.both(LIPS_PART)
            + 0.05 * units.both(LIPS_PART) * units.both(LIP_CORNER_PULLER)
            + 0.07 * units.both(UPPER_LIP_RAISER)
            + 0.07 * units.both(LOWER_LIP_DEPRESSOR)
            - 0.06 * units.both(CHIN_RAISER)
            - 0.05 * units.both(LIP_PRESSOR)
            + 0.8 * drop;
    return upperLipY() + Math.max(0, apart);
  }

  /**
   * How square the mouth is: where, as a share of the way to the corners, the controls of its arcs
   * are.
   */
  double squareness() {
    return 0.55 + 0.25 * units.both(LIP_STRETCHER) + 0.15 * units.both(UPPER_LIP_RAISER);
  }

  /** How thick the red of the upper lip is in the middle. */
  double upperLip() {
    return shape.upperLip * lipThickness() * (1 + 0.2 * units.both(UPPER_LIP_RAISER));
  }

  /** How thick the red of the lower lip is in the middle. */
  double lowerLip() {
    return shape.lowerLip * lipThickness() * (1 + 0.35 * units.both(CHIN_RAISER));
  }

  private double lipThickness() {
    double thinner =
        0.45 * units.both(LIP_TIGHTENER)
            + 0.40 * units.both(LIP_PRESSOR)
            + 0.25 * units.both(LIP_STRETCHER)
            + 0.20 * units.both(LIP_CORNER_PULLER);
    return Math.max(0.25, 1 - thinner);
  }

  /** How far the wings of the nose are up. */
  double noseLift() {
    return 0.08 * units.both(NOSE_WRINKLER) + 0.03 * units.both(UPPER_LIP_RAISER);
  }

  /** How far a cheek is up: 0..1. */
  double cheek(Side side) {
    return Math.min(
        1,
        0.7 * units.on(side, CHEEK_RAISER)
            + 0.4 * units.on(side, LIP_CORNER_PULLER)
            + 0.3 * units.on(side, NOSE_WRINKLER));
  }

  /** How deep the fold from nose to mouth is: 0..1. */
  double fold(Side side) {
    return Math.min(
        1,
        shape.foldDepth
            + 0.6 * units.on(side, LIP_CORNER_PULLER)
            + 0.6 * units.on(side, UPPER_LIP_RAISER)
            + 0.5 * units.on(side, NOSE_WRINKLER)
            + 0.3 * units.on(side, LIP_STRETCHER)
            + 0.3 * units.on(side, LIP_CORNER_DEPRESSOR));
  }

  /** How deep the upright lines between the brows are: 0..1. */
  double frown() {
    return units.both(BROW_LOWERER);
  }

  /** How deep the lines across the bridge of the nose are: 0..1. */
  double bridge() {
    return units.both(NOSE_WRINKLER);
  }

  /** How deep the lines across the middle of the forehead are: 0..1. */
  double foreheadMiddle() {
    return units.both(INNER_BROW_RAISER);
  }

  /** How deep the lines across the side of the forehead are: 0..1. */
  double foreheadSide(Side side) {
    return units.on(side, OUTER_BROW_RAISER);
  }

  /** How deep the lines beside the eye are: 0..1. */
  double crowsFeet(Side side) {
    return units.on(side, CHEEK_RAISER);
  }

  /** How wrinkled the chin is: 0..1. */
  double chin() {
    return units.both(CHIN_RAISER);
  }

  private static Point2D point(Side side, double out, double y) {
    return new Point2D.Double(side.sign() * out, y);
  }
}
