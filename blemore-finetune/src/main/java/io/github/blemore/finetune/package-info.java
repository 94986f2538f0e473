/**
 * Adapts encoders to the task: an encoder and a head on it are trained together, by soft labels,
 * from a checkpoint to a checkpoint of the same form.
 *
 * <p>Training needs PyTorch's natives.
 */
@NullMarked
package io.github.blemore.finetune;

import org.jspecify.annotations.NullMarked;
