package io.github.blemore.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;

/**
 * Which clips a network takes.
 *
 * @param frames how many
 * @param side of each, in pixels
 * @param patchSide of the patches they are cut into, in pixels
 */
public record VideoShape(int frames, int side, int patchSide) {

  static VideoShape of(Config config) {
    int side = config.count("image_size");
    int patch = config.count("patch_size");
    if (side % patch != 0) {
      throw new ModelException(
          "%s: image_size %d must be a multiple of patch_size %d".formatted(config, side, patch));
    }
    return new VideoShape(config.count("num_frames"), side, patch);
  }

  int patchesPerFrame() {
    return (side / patchSide) * (side / patchSide);
  }

  void require(NDArray clips) {
    Shape wanted = new Shape(clips.getShape().get(0), frames, 3, side, side);
    if (!clips.getShape().equals(wanted)) {
      throw new IllegalArgumentException(
          "clips are %s: must be [batch, %d, 3, %d, %d]"
              .formatted(clips.getShape(), frames, side, side));
    }
  }
}
