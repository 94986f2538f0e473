package io.github.blemore.libav;

import java.util.OptionalInt;

/**
 * What a {@link MovieEncoder} is asked for, checked.
 *
 * @param width in pixels
 * @param height in pixels
 * @param framesPerSecond about how many; a group of pictures is a second
 * @param ticksPerSecond what the times of pictures count
 * @param bitsPerSecond of the pictures
 * @param sampleRate of the sound in Hz; empty if there is none
 * @param comment in the file's properties; empty for none
 */
record MovieForm(
    MovieContainer container,
    int width,
    int height,
    double framesPerSecond,
    int ticksPerSecond,
    int bitsPerSecond,
    OptionalInt sampleRate,
    String comment) {}
