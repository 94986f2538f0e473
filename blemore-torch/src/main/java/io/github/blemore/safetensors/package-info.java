/**
 * Files of the safetensors format, in which Hugging Face checkpoints and our heads keep their
 * numbers: eight bytes that give the header's length (little-endian), the header as JSON, the
 * tensors' bytes. See <a
 * href="https://huggingface.co/docs/safetensors">huggingface.co/docs/safetensors</a>.
 *
 * <p>Read first: {@link io.github.blemore.safetensors.SafeTensors}. What is read is immutable and
 * safe to share between threads; the writer is not.
 */
@NullMarked
package io.github.blemore.safetensors;

import org.jspecify.annotations.NullMarked;
