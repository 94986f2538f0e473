package io.github.blemore.network;

import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;

/**
 * How a square picture is cut into square patches.
 *
 * @param side of the picture in pixels
 * @param patchSide of a patch in pixels; a divisor of {@code side}
 */
public record PatchGrid(int side, int patchSide) {

  /**
   * The one a config says: {@code image_size} and {@code patch_size}.
   *
   * @throws ModelException if one is missing, or the picture is no whole number of patches
   */
  public static PatchGrid of(Config config) {
    return of(config, config.count("image_size"), config.count("patch_size"));
  }

  /** The same for sizes that were read already. */
  public static PatchGrid of(Config config, int side, int patchSide) {
    if (side % patchSide != 0) {
      throw new ModelException(
          "%s: image_size %d must be a multiple of patch_size %d"
              .formatted(config, side, patchSide));
    }
    return new PatchGrid(side, patchSide);
  }

  /** How many patches a picture has. */
  public int patches() {
    return (side / patchSide) * (side / patchSide);
  }
}
