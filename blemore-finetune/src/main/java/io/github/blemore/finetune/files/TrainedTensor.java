package io.github.blemore.finetune.files;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A float32 tensor of which the values are fetched when they are needed.
 *
 * @param shape its lengths; empty for a single number
 * @param values give a copy of them in C order, whenever they are called
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainedTensor(long[] shape, Supplier<float[]> values) {

  /** Copies the shape. */
  public TrainedTensor {
    shape = shape.clone();
  }

  /** A copy of the shape. */
  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Such as {@code [512, 768]}. */
  @Override
  public String toString() {
    return Arrays.toString(shape);
  }
}
