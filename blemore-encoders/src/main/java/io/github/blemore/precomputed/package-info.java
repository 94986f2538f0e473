/**
 * Embeddings that other programs made: for encoders this library does not have. Start with {@link
 * io.github.blemore.precomputed.PrecomputedEncoder}.
 *
 * <p>Everything here but builders is safe to share between threads.
 */
@NullMarked
package io.github.blemore.precomputed;

import org.jspecify.annotations.NullMarked;
