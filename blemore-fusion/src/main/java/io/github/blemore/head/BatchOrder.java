package io.github.blemore.head;

import java.util.SplittableRandom;

/** The order in which each epoch goes over the windows. For one thread. */
final class BatchOrder {

  private final long[] order;
  private final boolean shuffle;
  private final SplittableRandom random;

  BatchOrder(int windows, boolean shuffle, SplittableRandom random) {
    this.order = new long[windows];
    for (int i = 0; i < windows; i++) {
      order[i] = i;
    }
    this.shuffle = shuffle;
    this.random = random;
  }

  /** The next epoch's order, for reading only until the one after. */
  long[] next() {
    for (int i = order.length - 1; shuffle && i > 0; i--) {
      int other = random.nextInt(i + 1);
      long swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }
}
