/**
 * Encoders that look at each frame alone and pool over time: CLIP and ViT. Start with {@link
 * io.github.blemore.vision.ClipVisionEncoder}.
 *
 * <p>Everything here but builders is safe to share between threads.
 */
@NullMarked
package io.github.blemore.vision;

import org.jspecify.annotations.NullMarked;
