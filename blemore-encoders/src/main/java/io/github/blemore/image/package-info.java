/**
 * Pictures as the networks were trained on them: resized to the bit as Pillow does.
 *
 * <p>Read first: {@code PillowResizer}. Everything here is immutable or without state, and safe to
 * share between threads.
 */
@NullMarked
package io.github.blemore.image;

import org.jspecify.annotations.NullMarked;
