/**
 * Checkpoints of the transformer encoders, read without Python: folders in Hugging Face's form, and
 * files that PyTorch wrote. Start with {@link io.github.blemore.checkpoint.Checkpoint}.
 *
 * <p>Everything here but the builders of encoders is safe to share between threads.
 */
@NullMarked
package io.github.blemore.checkpoint;

import org.jspecify.annotations.NullMarked;
