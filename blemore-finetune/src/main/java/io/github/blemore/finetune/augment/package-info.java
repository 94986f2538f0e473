/**
 * Clips as an encoder sees them in training: cropped, mirrored, erased in part, mixed with another
 * clip.
 *
 * <p>Read first: {@link io.github.blemore.finetune.augment.VideoAugmentation}. It is immutable and
 * safe to share between threads; the batches it makes are their receiver's. Plain Java, no natives.
 */
@NullMarked
package io.github.blemore.finetune.augment;

import org.jspecify.annotations.NullMarked;
