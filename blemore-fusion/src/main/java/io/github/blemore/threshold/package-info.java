/**
 * The search for the thresholds of {@link io.github.blemore.ThresholdRule}.
 *
 * <p>Read first: {@link io.github.blemore.threshold.ThresholdSearch}. Everything here is immutable
 * and safe to share between threads.
 */
@NullMarked
package io.github.blemore.threshold;

import org.jspecify.annotations.NullMarked;
