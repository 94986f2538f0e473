package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over time.
 *
 * @param kernel {@code [outputs, inputs / groups, taps]}
 * @param bias {@code [outputs]}, or none
 * @param toPrecision brings an input to the precision of the kernel
 * @param stride in frames of the input
 * @param padding zeros before and after the input
 * @param groups of channels that do not see each other
 */
record Convolution(
    NDArray kernel,
    @Nullable NDArray bias,
    UnaryOperator<NDArray> toPrecision,
    int stride,
    int padding,
    int groups) {

  private static final Shape NO_DILATION = new Shape(1);

  /** One of the feature extractor: without padding or groups. */
  static Convolution strided(
      NDArray kernel, @Nullable NDArray bias, UnaryOperator<NDArray> toPrecision, int stride) {
    return new Convolution(kernel, bias, toPrecision, stride, 0, 1);
  }

  /**
   * Applies it, in the precision of the kernel.
   *
   * @param x {@code [batch, inputs, frames]}
   * @return {@code [batch, outputs, (frames + 2 padding - taps) / stride + 1]}
   */
  NDArray apply(NDArray x) {
    return Conv1d.conv1d(
            toPrecision.apply(x),
            kernel,
            bias,
            new Shape(stride),
            new Shape(padding),
            NO_DILATION,
            groups)
        .singletonOrThrow();
  }
}
