/**
 * A fitted system as a folder: heads, fusion, thresholds, where they come from, and how it did.
 *
 * <p>Read first: {@link io.github.blemore.system.BlendSystem}. Everything here is immutable and
 * safe to share between threads.
 */
@NullMarked
package io.github.blemore.system;

import org.jspecify.annotations.NullMarked;
