package io.github.blemore.simulation;

/**
 * What a face does at one moment: how far each action unit is contracted, 0 (at rest) to 1 (as far
 * as it goes), on each side of the face.
 *
 * <p>Not safe for several threads.
 */
final class ActionUnits {

  private final Amounts<ActionUnit> left = new Amounts<>(ActionUnit.class);
  private final Amounts<ActionUnit> right = new Amounts<>(ActionUnit.class);

  /** Sets one unit, limited to 0..1; left and right as the viewer sees them. */
  void set(ActionUnit unit, double onLeft, double onRight) {
    left.set(unit, clamp(onLeft));
    right.set(unit, clamp(onRight));
  }

  /** The unit on one side. */
  double on(Side side, ActionUnit unit) {
    return (side == Side.LEFT ? left : right).get(unit);
  }

  /** The mean of both sides. */
  double both(ActionUnit unit) {
    return (left.get(unit) + right.get(unit)) / 2;
  }

  private static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
