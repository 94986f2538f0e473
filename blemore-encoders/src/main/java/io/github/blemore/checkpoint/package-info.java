/**
 * Checkpoints of the transformer encoders: folders in Hugging Face's form, read without Python.
 * Start with {@link io.github.blemore.checkpoint.Checkpoint}.
 *
 * <p>Everything here is safe to share between threads.
 */
@NullMarked
package io.github.blemore.checkpoint;

import org.jspecify.annotations.NullMarked;
