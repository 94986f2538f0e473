package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;

/**
 * One tensor that is trained.
 *
 * @param name in the checkpoint
 * @param array float32, where the network computes; owned by its weights
 * @param layer 0 for what comes before the blocks, i + 1 for block i, and one more for what comes
 *     after them
 */
record Parameter(String name, NDArray array, int layer) {

  /**
   * Whether weight decay is applied: to tensors of two or more axes, that is neither to biases nor
   * to norms.
   */
  boolean decays() {
    return array.getShape().dimension() >= 2;
  }
}
