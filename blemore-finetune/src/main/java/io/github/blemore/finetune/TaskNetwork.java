package io.github.blemore.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.blemore.finetune.augment.AugmentedClips;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.network.Taps;
import java.util.List;
import java.util.Optional;

/** A network with a head of six classes, in one of the families. For one thread. */
interface TaskNetwork {

  /** How many blocks its transformer has. */
  int depth();

  /** Whether a tensor that is not said to be an embedding is used before the blocks. */
  default boolean isBeforeBlocks(String name) {
    return false;
  }

  /** How its input is made, if it is one of pictures. */
  Optional<Pictures> pictures();

  /** Clips of which this is equal can be computed together. */
  Object shapeOf(ClipMedia clip);

  /**
   * Prepares clips as the encoder does.
   *
   * @param call owns what is made
   * @param clips of one shape
   */
  NDArray input(NDManager call, List<ClipMedia> clips);

  /**
   * Brings augmented clips to the device.
   *
   * @param call owns what is made
   * @throws UnsupportedOperationException if the network is not one of pictures
   */
  NDArray input(NDManager call, AugmentedClips clips);

  /**
   * The logits of clips.
   *
   * @param input as prepared here
   * @param pass how they are computed
   * @return float32 {@code [batch, 6]}
   */
  NDArray logits(NDArray input, Pass pass);

  /**
   * How logits are computed.
   *
   * @param training whether what is random in training is
   * @param seed of it
   * @param taps see what the network offers on its way
   */
  record Pass(boolean training, long seed, Taps taps) {

    /** As in inference. */
    static final Pass EVALUATION = new Pass(false, 0, Taps.NONE);
  }
}
