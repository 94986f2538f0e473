/**
 * Checkpoints from the Hugging Face hub, or a mirror of it, by explicit call: nothing else in this
 * library downloads anything. Start with {@link io.github.blemore.hub.Hub}.
 *
 * <p>A {@code Hub} is safe to share between threads; its builder is not.
 */
@NullMarked
package io.github.blemore.hub;

import org.jspecify.annotations.NullMarked;
