package io.github.blemore.simulation;

/**
 * How far the body is from its resting pose at one moment. Joints that come once have the same
 * value on both sides.
 *
 * <p>Not safe for several threads.
 */
final class BodyPose {

  private final Amounts<Joint> left = new Amounts<>(Joint.class);
  private final Amounts<Joint> right = new Amounts<>(Joint.class);

  /** Moves a joint further on both sides. */
  void add(Joint joint, double amount) {
    add(Side.LEFT, joint, amount);
    add(Side.RIGHT, joint, amount);
  }

  /** Moves a joint further on one side. */
  void add(Side side, Joint joint, double amount) {
    values(side).add(joint, amount);
  }

  /** A joint that comes once, or the mean of both sides. */
  double get(Joint joint) {
    return (left.get(joint) + right.get(joint)) / 2;
  }

  /** A joint on one side. */
  double get(Side side, Joint joint) {
    return values(side).get(joint);
  }

  private Amounts<Joint> values(Side side) {
    return side == Side.LEFT ? left : right;
  }
}
