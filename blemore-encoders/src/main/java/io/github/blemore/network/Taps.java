package io.github.blemore.network;

import ai.djl.ndarray.NDArray;

/**
 * Looks at what a network computes on its way, without the network keeping any of it. What is
 * offered is freed when the method returns: copy what should stay.
 */
public interface Taps {

  /** Looks at nothing. */
  Taps NONE = (index, state) -> {};

  /**
   * A hidden state.
   *
   * @param index 0 for what enters the first layer, i for the output of layer i, as in Hugging
   *     Face's {@code output_hidden_states}
   * @param state float32 {@code [batch, tokens, width]}
   */
  void hiddenState(int index, NDArray state);

  /**
   * Anything else that has a name, such as {@code last_hidden_state} or {@code logits}.
   *
   * @param name as in the original code, in snake case
   * @param value of the shape the original code gives it
   */
  default void value(String name, NDArray value) {}
}
