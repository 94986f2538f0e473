/**
 * Sound at the rate the networks were trained on.
 *
 * <p>Read first: {@link io.github.blemore.sound.Resampler}. A resampler belongs to one thread at a
 * time.
 */
@NullMarked
package io.github.blemore.sound;

import org.jspecify.annotations.NullMarked;
