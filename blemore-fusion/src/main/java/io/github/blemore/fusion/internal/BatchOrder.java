package io.github.blemore.fusion.internal;

import java.util.SplittableRandom;

/** The order in which each epoch of a training goes over its samples. For one thread. */
public final class BatchOrder {

  private final long[] order;
  private final boolean shuffle;
  private final SplittableRandom random;

  /**
   * An order, at first that of the samples.
   *
   * @param samples how many
   * @param shuffle whether each epoch has an order of its own
   * @param random draws it
   */
  public BatchOrder(int samples, boolean shuffle, SplittableRandom random) {
    this.order = new long[samples];
    for (int i = 0; i < samples; i++) {
      order[i] = i;
    }
    this.shuffle = shuffle;
    this.random = random;
  }

  /** The next epoch's order, for reading only until the one after. */
  public long[] next() {
    for (int i = order.length - 1; shuffle && i > 0; i--) {
      int other = random.nextInt(i + 1);
      long swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }
}
