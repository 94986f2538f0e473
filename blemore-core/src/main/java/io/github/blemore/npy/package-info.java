/**
 * NumPy's {@code .npy} and {@code .npz} files, in which the challenge's baseline and our fixtures
 * keep arrays.
 *
 * <p>Read first: {@link io.github.blemore.npy.NpyArray}. Arrays are immutable and safe to share
 * between threads.
 */
@NullMarked
package io.github.blemore.npy;

import org.jspecify.annotations.NullMarked;
