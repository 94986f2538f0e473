package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.finetune.augment.AugmentedClips;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.Frames;
import io.github.blemore.network.FrameWindows;
import io.github.blemore.network.PixelInput;
import java.util.List;

/**
 * How clips become the input of a network of pictures.
 *
 * @param frames that it takes
 * @param side of each, in pixels
 * @param pixels normalizes them
 */
record Pictures(int frames, int side, PixelInput pixels) {

  /**
   * The frames of a clip, the last one repeated if there are too few.
   *
   * @throws IllegalArgumentException if there are more: the encoder was asked for windows
   */
  Frames window(ClipMedia clip) {
    Frames all = clip.frames().orElseThrow();
    if (all.count() > frames) {
      throw new IllegalArgumentException(
          "clip %s has %d frames, the network takes %d: windows must be 1 to train an encoder"
              .formatted(clip.clip().id(), all.count(), frames));
    }
    return FrameWindows.of(clip.clip().id(), all, 1, frames).windows().get(0);
  }

  /** float32 {@code [clips, frames, 3, side, side]}, as in inference. */
  NDArray input(NDManager call, List<ClipMedia> clips) {
    return pixels.apply(call, clips.stream().map(this::window).toList());
  }

  /** The same of augmented clips. */
  NDArray input(NDManager call, AugmentedClips clips) {
    Shape shape = new Shape(clips.softLabels().size(), frames, 3, side, side);
    return call.create(clips.values(), shape, DataType.FLOAT32);
  }

  /** Of R, G, B, float32 {@code [3]}. */
  float[] mean() {
    return pixels.mean().toFloatArray();
  }

  /** Of R, G, B, float32 {@code [3]}. */
  float[] std() {
    return pixels.std().toFloatArray();
  }
}
