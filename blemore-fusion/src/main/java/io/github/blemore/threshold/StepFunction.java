package io.github.blemore.threshold;

import java.util.Arrays;

/**
 * A function with whole values on a row of steps, first zero on all: adds to all steps from one on,
 * and knows its maximum, both in O(log steps).
 *
 * <p>A binary tree over the changes from step to step: each node has the sum of the changes below
 * it, and the greatest of the sums of its first one, first two, ... changes.
 */
final class StepFunction {

  private final int steps;
  private final int leaves;
  private final int[] sum;
  private final int[] greatest;

  /**
   * Zero everywhere.
   *
   * @param steps how many, at least one
   */
  StepFunction(int steps) {
    this.steps = steps;
    this.leaves = Integer.highestOneBit(2 * steps - 1);
    this.sum = new int[2 * leaves];
    this.greatest = new int[2 * leaves];
  }

  /**
   * Adds to the values of all steps from one on.
   *
   * @param step the first; the number of steps for none at all
   */
  void addFrom(int step, int amount) {
    if (step == steps) {
      return;
    }
    int node = leaves + step;
    sum[node] += amount;
    greatest[node] += amount;
    for (node /= 2; node > 0; node /= 2) {
      int left = 2 * node;
      int right = left + 1;
      sum[node] = sum[left] + sum[right];
      greatest[node] = Math.max(greatest[left], sum[left] + greatest[right]);
    }
  }

  /** The greatest value on any step. */
  int max() {
    return greatest[1];
  }

  /** The values of all steps. */
  int[] values() {
    int[] values = Arrays.copyOfRange(sum, leaves, leaves + steps);
    for (int step = 1; step < steps; step++) {
      values[step] += values[step - 1];
    }
    return values;
  }
}
