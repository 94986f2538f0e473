package io.github.blemore.video;

import ai.djl.ndarray.NDArray;
import io.github.blemore.network.Network;

/** A network that takes clips as a whole: {@code [batch, frames, 3, side, side]}, normalized. */
public sealed interface VideoNetwork extends Network permits VideoMaeNet, TimeSformerNet {

  /** What it takes. */
  VideoShape shape();

  /** Values in each token. */
  int width();

  /**
   * One vector of a clip's tokens, as the network was trained to make it.
   *
   * @param state float32 {@code [batch, tokens, width]}: what {@link #forward} gave
   * @return float32 {@code [batch, width]}
   */
  NDArray pool(NDArray state);

  /**
   * The logits of clips.
   *
   * @param clips as {@link #forward} takes them
   * @return float32 {@code [batch, classes]}
   * @throws IllegalStateException if there is no classifier
   */
  NDArray classify(NDArray clips);
}
