package io.github.blemore.simulation;

/**
 * One sound in one breath: a "ha", a sob, a hum.
 *
 * @param start in seconds from the take's start
 * @param seconds how long it lasts
 * @param inhale seconds of drawn breath before it
 * @param style how it sounds
 */
record Burst(double start, double seconds, double inhale, VocalStyle style) {}
