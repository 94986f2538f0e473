package io.github.blemore.finetune;

/** Is told how an adaptation goes on, by the thread that runs it. */
public interface FineTuneListener {

  /** Takes no note of anything. */
  FineTuneListener NONE = new FineTuneListener() {};

  /**
   * A clip was decoded.
   *
   * @param clips how many there are
   */
  default void onDecoded(int clips) {}

  /**
   * A step was taken.
   *
   * @param training which, in words, such as {@code fold 0}
   * @param epoch from 1
   * @param step within the epoch, from 1
   * @param steps of an epoch
   */
  default void onStep(String training, int epoch, int step, int steps) {}

  /** An epoch is over, and written to the disk. */
  default void onEpoch(FineTuneEpoch epoch) {}

  /** A training is over, or was found to be. */
  default void onFold(FoldResult fold) {}
}
