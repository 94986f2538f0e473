package io.github.blemore.head;

/**
 * How a head is or was trained.
 *
 * @param hidden units of the hidden layer; 0 for a linear head
 * @param learningRate of Adam, above 0
 * @param epochs how often all windows are gone over, at least 1
 * @param weightDecay added to the gradient as this share of the weights, 0 or more
 * @param batchSize windows per step, at least 1
 * @param shuffle whether each epoch has an order of its own
 * @param seed of the initial weights and the order
 */
public record HeadSettings(
    int hidden,
    double learningRate,
    int epochs,
    double weightDecay,
    int batchSize,
    boolean shuffle,
    long seed) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range; the message says which
   */
  public HeadSettings {
    require(hidden >= 0, "hidden units", hidden, "0 or more");
    require(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "learning rate",
        learningRate,
        "above 0");
    require(epochs >= 1, "epochs", epochs, "at least 1");
    require(
        weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY,
        "weight decay",
        weightDecay,
        "0 or more");
    require(batchSize >= 1, "batch size", batchSize, "at least 1");
  }

  HeadSettings withEpochs(int count) {
    return new HeadSettings(hidden, learningRate, count, weightDecay, batchSize, shuffle, seed);
  }

  private static void require(boolean ok, String what, Number value, String allowed) {
    if (!ok) {
      throw new IllegalArgumentException("%s is %s: must be %s".formatted(what, value, allowed));
    }
  }
}
