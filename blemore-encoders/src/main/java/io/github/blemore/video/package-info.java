/**
 * Encoders of clips as a whole: VideoMAE and TimeSformer. Start with {@link
 * io.github.blemore.video.VideoMaeEncoder}.
 *
 * <p>Everything here but builders is safe to share between threads.
 */
@NullMarked
package io.github.blemore.video;

import org.jspecify.annotations.NullMarked;
