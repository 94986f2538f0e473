/**
 * Sound as the networks were trained on it: resampled as torchaudio does, and turned into filter
 * banks and cepstra.
 *
 * <p>Read first: {@link io.github.blemore.sound.Resampler}, then {@link
 * io.github.blemore.sound.KaldiFeatures}. A {@code Resampler} holds one sound's state and belongs
 * to one thread; everything else is immutable and safe to share.
 */
@NullMarked
package io.github.blemore.sound;

import org.jspecify.annotations.NullMarked;
