package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import io.github.blemore.network.Casts;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over time.
 *
 * @param kernel {@code [outputs, inputs / groups, taps]}
 * @param bias {@code [outputs]}, or none
 * @param casts in which numbers
 * @param stride in frames of the input
 * @param padding zeros before and after the input
 * @param groups of channels that do not see each other
 */
record Convolution(
    NDArray kernel, @Nullable NDArray bias, Casts casts, int stride, int padding, int groups) {

  private static final Shape NO_DILATION = new Shape(1);

  /** One of the feature extractor: without padding or groups. */
  static Convolution strided(NDArray kernel, @Nullable NDArray bias, Casts casts, int stride) {
    return new Convolution(kernel, bias, casts, stride, 0, 1);
  }

  /**
   * Applies it.
   *
   * @param x {@code [batch, inputs, frames]}
   * @return {@code [batch, outputs, (frames + 2 padding - taps) / stride + 1]}
   */
  NDArray apply(NDArray x) {
    return Conv1d.conv1d(
            casts.input().apply(x),
            casts.weight().apply(kernel),
            bias == null ? null : casts.weight().apply(bias),
            new Shape(stride),
            new Shape(padding),
            NO_DILATION,
            groups)
        .singletonOrThrow();
  }
}
