package io.github.blemore.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.PatchGrid;

/**
 * Which clips a network takes.
 *
 * @param frames how many
 * @param grid of patches that each is cut into
 */
public record VideoShape(int frames, PatchGrid grid) {

  static VideoShape of(Config config) {
    return new VideoShape(config.count("num_frames"), PatchGrid.of(config));
  }

  void require(NDArray clips) {
    int side = grid.side();
    Shape wanted = new Shape(clips.getShape().get(0), frames, 3, side, side);
    if (!clips.getShape().equals(wanted)) {
      throw new IllegalArgumentException(
          "clips are %s: must be [batch, %d, 3, %d, %d]"
              .formatted(clips.getShape(), frames, side, side));
    }
  }
}
