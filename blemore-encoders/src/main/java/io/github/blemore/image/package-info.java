/**
 * Pictures as the networks were trained on them: resized to the bit as Pillow does.
 *
 * <p>Read first: {@link io.github.blemore.image.PillowResizer}, which makes a {@link
 * io.github.blemore.image.RgbImage} the size a network takes; {@link
 * io.github.blemore.image.Normalization} makes its bytes numbers. Everything here is immutable or
 * without state, and safe to share between threads.
 */
@NullMarked
package io.github.blemore.image;

import org.jspecify.annotations.NullMarked;
