package io.github.blemore.simulation;

/**
 * Ways in which a simulated upper body moves. Lengths are in head units: half the width of an
 * average head.
 */
enum Joint {
  /** Toward the viewer, about 1 as far as it goes; below 0 away. */
  LEAN,
  /** To the viewer's right, in head units. */
  SWAY,
  /** Up, in head units. */
  BOB,
  /** Shoulders up, in head units. */
  SHOULDERS,
  /** Shoulders forward and chest sunk: 0..1. */
  SLUMP,
  /** The trunk turned to the viewer's right, about 1 as far as it goes. */
  TURN,
  /** The head turned to the viewer's right, about 1 as far as it goes. */
  HEAD_YAW,
  /** The head lowered, about 1 as far as it goes; below 0 raised. */
  HEAD_PITCH,
  /** The head tilted to the viewer's right, in radians. */
  HEAD_ROLL,
  /** A hand away from the middle, in head units. */
  HAND_OUT,
  /** A hand up, in head units. */
  HAND_UP,
  /** A hand closed: 0..1. */
  FIST
}
