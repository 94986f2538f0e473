package io.github.blemore.head;

/** Is told of each epoch of a training as soon as it is over, by the thread that trains. */
@FunctionalInterface
public interface EpochListener {

  /**
   * Takes note of an epoch.
   *
   * @return whether to go on; if not, the training ends without a result
   */
  boolean onEpoch(EpochReport epoch);
}
