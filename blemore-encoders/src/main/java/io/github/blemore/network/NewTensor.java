package io.github.blemore.network;

import java.util.Arrays;

/**
 * A tensor that a checkpoint lacks, or that takes the place of one of its own: where a training
 * starts from.
 *
 * @param shape its lengths
 * @param values float32, in C order
 */
@SuppressWarnings("ArrayRecordComponent")
public record NewTensor(long[] shape, float[] values) {

  /**
   * Checks that values and shape fit.
   *
   * @throws IllegalArgumentException if they do not
   */
  public NewTensor {
    long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (count != values.length) {
      throw new IllegalArgumentException(
          "%d values do not fit shape %s".formatted(values.length, Arrays.toString(shape)));
    }
  }
}
