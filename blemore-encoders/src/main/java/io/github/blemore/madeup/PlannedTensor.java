package io.github.blemore.madeup;

import java.util.List;

/**
 * A tensor to be made.
 *
 * @param shape each length at least 1
 */
record PlannedTensor(String name, List<Integer> shape, Filling filling) {

  /** What it is filled with. */
  sealed interface Filling {

    /**
     * Random numbers around zero.
     *
     * @param deviation their standard deviation
     */
    record Noise(double deviation) implements Filling {}

    /** The same number everywhere. */
    record Constant(float value) implements Filling {}

    /** The int64 numbers from 0 on. */
    record Indices() implements Filling {}
  }

  long[] lengths() {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }

  long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }
}
