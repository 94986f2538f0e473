package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * In which numbers a layer multiplies.
 *
 * @param input brings its input there
 * @param weight brings its weights there in each pass; nothing to do but in training in bf16, where
 *     they are kept in float32
 */
public record Casts(UnaryOperator<NDArray> input, UnaryOperator<NDArray> weight) {

  /** Float32, whatever the network's precision. */
  public static final Casts NONE = new Casts(UnaryOperator.identity(), UnaryOperator.identity());
}
