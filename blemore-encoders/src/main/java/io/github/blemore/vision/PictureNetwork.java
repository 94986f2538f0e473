package io.github.blemore.vision;

import ai.djl.ndarray.NDArray;
import io.github.blemore.network.Network;

/**
 * A network that makes one vector of each picture: {@code [pictures, 3, side, side]}, normalized,
 * to float32 {@code [pictures, dimension]}.
 */
public sealed interface PictureNetwork extends Network permits ClipVisionNet, VitNet {

  /** Width and height of the pictures it takes, in pixels. */
  int side();

  /** Values of a picture's vector. */
  int dimension();

  /** What the vector is, as the original code calls it. */
  String output();

  /**
   * Checks an input.
   *
   * @throws IllegalArgumentException if it has a shape the network cannot take
   */
  default void require(NDArray pictures) {
    long[] shape = pictures.getShape().getShape();
    if (shape.length != 4 || shape[1] != 3 || shape[2] != side() || shape[3] != side()) {
      throw new IllegalArgumentException(
          "pictures are %s: must be [pictures, 3, %d, %d]"
              .formatted(pictures.getShape(), side(), side()));
    }
  }
}
