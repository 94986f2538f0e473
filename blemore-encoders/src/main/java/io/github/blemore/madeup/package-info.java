/**
 * Checkpoints with random weights, for tests, demonstrations and benchmarks: the structure of a
 * published family, and nothing learned. Read first: {@link
 * io.github.blemore.madeup.MadeUpCheckpoint}.
 *
 * <p>Safe to share between threads.
 */
@NullMarked
package io.github.blemore.madeup;

import org.jspecify.annotations.NullMarked;
