package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.github.blemore.network.Taps;
import io.github.blemore.pooling.LayerMean;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds up some of a network's hidden states as they come, on their device. For one pass. */
final class LayerSum implements Taps {

  private final LayerMean layers;
  private @Nullable NDArray sum;

  LayerSum(LayerMean layers) {
    this.layers = layers;
  }

  @Override
  public void hiddenState(int index, NDArray state) {
    if (index < layers.first() || index > layers.last()) {
      return;
    }
    NDArray before = sum;
    NDArray next = before == null ? state.duplicate() : before.add(state);
    // The scope around ends with the layer; the sum outlives it.
    NDScope.unregister(next);
    if (before != null) {
      before.close();
    }
    sum = next;
  }

  /** The mean over the layers, float32 {@code [batch, frames, width]}; to be asked for once. */
  NDArray mean() {
    try (NDArray all = Objects.requireNonNull(sum, "a pass offers all of its layers")) {
      return all.div(layers.last() - layers.first() + 1);
    }
  }
}
