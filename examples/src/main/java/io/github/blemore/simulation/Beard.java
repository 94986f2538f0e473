package io.github.blemore.simulation;

/** Hair of the lower face. */
enum Beard {
  NONE,
  STUBBLE,
  MUSTACHE,
  FULL
}
