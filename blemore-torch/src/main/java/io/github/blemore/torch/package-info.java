/**
 * Internal: the PyTorch engine of DJL, as the encoder families and the training of heads use it.
 * Not for users of the library; may change at any time.
 *
 * <p>Everything here is safe to share between threads.
 */
@NullMarked
package io.github.blemore.torch;

import org.jspecify.annotations.NullMarked;
