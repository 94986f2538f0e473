package io.github.blemore.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.checkpoint.ImageProcessor;
import io.github.blemore.image.Normalization;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
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

  /**
   * How pictures become the network's.
   *
   * @param colors for a checkpoint without {@code preprocessor_config.json}
   * @throws io.github.blemore.ModelException if the checkpoint says another size
   */
  public ImageProcessor processor(Checkpoint checkpoint, Normalization colors) {
    ImageProcessor usual =
        ImageProcessor.of(ImageFit.shortestEdgeCrop(grid.side(), Interpolation.BILINEAR), colors);
    return ImageProcessor.of(checkpoint, usual).requireSide(checkpoint, grid.side());
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
