/**
 * Encoders by a line of text, as command lines and settings files name them. Read first: {@link
 * io.github.blemore.spec.EncoderSpec}.
 *
 * <p>Everything here is safe to share between threads.
 */
@NullMarked
package io.github.blemore.spec;

import org.jspecify.annotations.NullMarked;
