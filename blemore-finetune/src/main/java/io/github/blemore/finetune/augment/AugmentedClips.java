package io.github.blemore.finetune.augment;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A batch ready for a network. Nothing is copied: the buffer and the labels are the receiver's to
 * use and to change.
 *
 * @param values float32 {@code [clips, frames, 3, height, width]}, R first, normalized; direct, in
 *     native byte order, from position 0 to its limit
 * @param softLabels one for each clip, as mixed as the clips are
 */
public record AugmentedClips(ByteBuffer values, List<float[]> softLabels) {}
