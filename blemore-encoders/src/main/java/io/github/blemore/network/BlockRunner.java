package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;

/** How the blocks of a transformer are run: for inference, or in one of the ways of training. */
@FunctionalInterface
public interface BlockRunner {

  /** For inference: one block after the other, as they are. */
  BlockRunner INFERENCE = Layers::run;

  /**
   * Runs all blocks.
   *
   * @param x what enters the first one: freed
   * @param taps sees it as hidden state 0, and each block's output
   * @return the last one's output
   */
  NDArray run(NDArray x, List<? extends UnaryOperator<NDArray>> blocks, Taps taps);

  /**
   * What the block that is running now is about to add to its input, as it is to be added: itself,
   * or in training with some clips' part left out.
   *
   * @param added {@code [batch, ...]}
   * @param batch how many clips; a multiple of them may stand in the first axis, those of one clip
   *     together
   */
  default NDArray branch(NDArray added, long batch) {
    return added;
  }
}
