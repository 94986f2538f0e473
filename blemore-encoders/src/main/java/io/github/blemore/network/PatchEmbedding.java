package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One token for each patch of a picture, or tubelet of a clip: a convolution whose stride is its
 * kernel, as one matrix product.
 *
 * @param kernel {@code [width, 3, side, side]} or {@code [width, 3, frames, side, side]}
 * @param bias {@code [width]}, or none
 * @param frames in a tubelet; 1 for pictures
 * @param side of a patch in pixels
 * @param casts in which numbers
 * @param toFloat32 brings the tokens to float32
 */
public record PatchEmbedding(
    NDArray kernel,
    @Nullable NDArray bias,
    int frames,
    int side,
    Casts casts,
    UnaryOperator<NDArray> toFloat32) {

  /** {@code name.weight [width, 3, side, side]} and, if there is one, {@code name.bias}. */
  public static PatchEmbedding ofPictures(Weights weights, String name, int side, long width) {
    return of(weights, name, weights.matrix(name + ".weight", width, 3, side, side), 1);
  }

  /** {@code name.weight [width, 3, frames, side, side]} and {@code name.bias}. */
  public static PatchEmbedding ofClips(
      Weights weights, String name, int frames, int side, long width) {
    NDArray kernel = weights.matrix(name + ".weight", width, 3, frames, side, side);
    return of(weights, name, kernel, frames);
  }

  private static PatchEmbedding of(Weights weights, String name, NDArray kernel, int frames) {
    Shape shape = kernel.getShape();
    return new PatchEmbedding(
        kernel,
        weights.has(name + ".bias") ? weights.matrix(name + ".bias", shape.get(0)) : null,
        frames,
        Math.toIntExact(shape.get(shape.dimension() - 1)),
        weights.casts(),
        weights::toFloat32);
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
          NDArray matrix =
              kernel.reshape(kernel.getShape().get(0), kernel.getShape().slice(1).size());
          return toFloat32.apply(new Linear(matrix, bias, casts).apply(patches));
        });
  }
}
