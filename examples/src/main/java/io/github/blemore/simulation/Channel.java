package io.github.blemore.simulation;

/** Where a simulated person shows an emotion. */
enum Channel {
  FACE,
  BODY,
  VOICE
}
