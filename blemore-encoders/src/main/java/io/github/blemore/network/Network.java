package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network from a checkpoint, as the original code computes it in evaluation.
 *
 * <p>Safe to share between threads; the {@link Weights} it was made of own its memory.
 */
public interface Network {

  /**
   * Runs it.
   *
   * @param input as the original takes it, already normalized: its shape is said by each network
   * @param taps sees the hidden states and named values on the way
   * @return what its encoder pools, in float32
   * @throws IllegalArgumentException if the input has a shape the network cannot take
   */
  NDArray forward(NDArray input, Taps taps);

  /**
   * The layer {@code classifier} of a task model, with as many outputs as it has; if there is one.
   */
  static Optional<Linear> classifier(Weights weights, int width) {
    return weights
        .outputs("classifier.weight")
        .map(classes -> Linear.inFloat32(weights, "classifier", width, classes));
  }

  /**
   * The last layer of a task model.
   *
   * @throws IllegalStateException if the checkpoint has none
   */
  static Linear requireHead(@Nullable Linear head, String name) {
    if (head == null) {
      throw new IllegalStateException("the network has no layer \"%s\"".formatted(name));
    }
    return head;
  }
}
