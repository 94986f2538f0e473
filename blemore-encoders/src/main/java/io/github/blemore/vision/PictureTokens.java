package io.github.blemore.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.network.PatchEmbedding;
import io.github.blemore.network.Scopes;

/**
 * What enters a vision transformer (arXiv:2010.11929, equation 1): a class token, then one token
 * for each patch, with learned positions.
 *
 * @param patches of a picture
 * @param classToken as many values as a token has
 * @param positions {@code [1 + patches, width]}, or the same as a batch of one
 */
record PictureTokens(PatchEmbedding patches, NDArray classToken, NDArray positions) {

  /**
   * The tokens.
   *
   * @param pictures float32 {@code [pictures, 3, side, side]}
   * @return float32 {@code [pictures, 1 + patches, width]}
   */
  NDArray apply(NDArray pictures) {
    return Scopes.scoped(
        () -> {
          NDArray tokens = patches.apply(pictures.expandDims(1));
          long width = tokens.getShape().get(2);
          NDArray first =
              classToken
                  .reshape(1, 1, width)
                  .broadcast(new Shape(tokens.getShape().get(0), 1, width));
          return first.concat(tokens, 1).add(positions);
        });
  }
}
