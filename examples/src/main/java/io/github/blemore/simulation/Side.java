package io.github.blemore.simulation;

/** One half of a person, as the viewer sees it. */
enum Side {
  LEFT(-1),
  RIGHT(1);

  private final int sign;

  Side(int sign) {
    this.sign = sign;
  }

  /** The other half. */
  Side other() {
    return this == LEFT ? RIGHT : LEFT;
  }

  /** The direction away from the middle in picture coordinates: -1 or 1. */
  int sign() {
    return sign;
  }
}
