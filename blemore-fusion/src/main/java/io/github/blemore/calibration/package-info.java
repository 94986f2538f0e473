/**
 * Probabilities that mean what they say, and decisions that are left open where they would too
 * often be wrong.
 *
 * <p>Read first: {@link io.github.blemore.calibration.Calibration} and {@link
 * io.github.blemore.calibration.Abstention}. Everything here is immutable and safe to share between
 * threads.
 */
@NullMarked
package io.github.blemore.calibration;

import org.jspecify.annotations.NullMarked;
