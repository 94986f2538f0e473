/**
 * What encoders need of a clip, and what a reader gives them: plain data, no media library.
 *
 * <p>Read first: {@link io.github.blemore.media.MediaNeeds}, then {@link
 * io.github.blemore.media.MediaReader}. All types but the builders are immutable and safe to share
 * between threads.
 */
@NullMarked
package io.github.blemore.media;

import org.jspecify.annotations.NullMarked;
