/**
 * One vector for a whole clip, of features that were computed for each frame: the seven statistics
 * of the BLEMORE baseline, and the mean over layers and time that finds prosody in Wav2Vec2.
 *
 * <p>Read first: {@link io.github.blemore.pooling.SevenStatistics}. Everything here is immutable
 * and safe to share between threads.
 */
@NullMarked
package io.github.blemore.pooling;

import org.jspecify.annotations.NullMarked;
