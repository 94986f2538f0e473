package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/**
 * One token for each patch of a picture, or tubelet of a clip: a convolution whose stride is its
 * kernel, as one matrix product.
 *
 * @param projection of all values of a patch
 * @param frames in a tubelet; 1 for pictures
 * @param side of a patch in pixels
 * @param toFloat32 brings the tokens to float32
 */
public record PatchEmbedding(
    Linear projection, int frames, int side, UnaryOperator<NDArray> toFloat32) {

  /** {@code name.weight [width, 3, side, side]} and, if there is one, {@code name.bias}. */
  public static PatchEmbedding ofPictures(Weights weights, String name, int side, long width) {
    NDArray kernel = weights.matrix(name + ".weight", width, 3, side, side);
    return new PatchEmbedding(linear(weights, name, kernel), 1, side, weights::toFloat32);
  }

  /** {@code name.weight [width, 3, frames, side, side]} and {@code name.bias}. */
  public static PatchEmbedding ofClips(
      Weights weights, String name, int frames, int side, long width) {
    NDArray kernel = weights.matrix(name + ".weight", width, 3, frames, side, side);
    return new PatchEmbedding(linear(weights, name, kernel), frames, side, weights::toFloat32);
  }

  private static Linear linear(Weights weights, String name, NDArray kernel) {
    long width = kernel.getShape().get(0);
    NDArray matrix = kernel.reshape(width, kernel.getShape().slice(1).size());
    return new Linear(
        matrix,
        weights.has(name + ".bias") ? weights.matrix(name + ".bias", width) : null,
        weights::toPrecision);
  }

  /**
   * The tokens of clips, in raster order: time slowest, then row, then column.
   *
   * @param clips float32 {@code [batch, frames, 3, height, width]}, sides multiples of the patch's
   * @return float32 {@code [batch, tokens, width]}
   */
  public NDArray apply(NDArray clips) {
    return Scopes.scoped(
        () -> {
          Shape shape = clips.getShape();
          long batch = shape.get(0);
          long times = shape.get(1) / frames;
          long rows = shape.get(3) / side;
          long columns = shape.get(4) / side;
          NDArray patches =
              clips
                  .reshape(batch, times, frames, 3, rows, side, columns, side)
                  .transpose(0, 1, 4, 6, 3, 2, 5, 7)
                  .reshape(batch, times * rows * columns, 3L * frames * side * side);
          return toFloat32.apply(projection.apply(patches));
        });
  }
}
