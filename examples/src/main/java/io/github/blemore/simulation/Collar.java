package io.github.blemore.simulation;

/** How clothes end at the neck. */
enum Collar {
  ROUND,
  V_NECK,
  SHIRT,
  TURTLENECK
}
