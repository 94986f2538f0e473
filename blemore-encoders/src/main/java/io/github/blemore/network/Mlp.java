package io.github.blemore.network;

import ai.djl.ndarray.NDArray;

/**
 * Two linear layers with an activation between them.
 *
 * @param up to the wider width
 * @param activation between
 * @param down back
 */
public record Mlp(Linear up, Activation activation, Linear down) {

  /**
   * Applies it.
   *
   * @param x {@code [..., width]}
   */
  public NDArray apply(NDArray x) {
    return Scopes.scoped(() -> down.apply(activation.apply(up.apply(x))));
  }
}
