/**
 * Media files through libav (FFmpeg's libraries): a clip's sampled frames, face crops and sound in
 * one decoding pass.
 *
 * <p>Read first: {@link io.github.blemore.libav.LibavMediaReader}. Readers are safe to share
 * between threads: whatever libav needs for one clip belongs to one call. The first read sets
 * libav's log level to quiet for the whole process; what goes wrong is said in exceptions, missing
 * reasons and notes.
 */
@NullMarked
package io.github.blemore.libav;

import org.jspecify.annotations.NullMarked;
