package io.github.blemore;

import java.util.List;

/**
 * Turns one encoder's embeddings into distributions over the six emotions.
 *
 * <p>Implementations are immutable and safe to share between threads. An embedding of several
 * windows gives one distribution: the windows' logits are averaged, then softmaxed (the challenge
 * baseline's rule). The contract is tested by {@code ProbabilityHeadContract} in the test-jar of
 * this module.
 */
public interface ProbabilityHead {

  /** The encoder whose embeddings this head was made for. */
  String encoderId();

  /** How many values an embedding's window must have. */
  int dimension();

  /**
   * One distribution for each embedding, in their order.
   *
   * @param embeddings of the encoder {@link #encoderId}, each {@code [windows, dimension]}
   * @throws IllegalArgumentException if an embedding is of another encoder or another dimension
   */
  List<EmotionDistribution> predict(List<Embedding> embeddings);
}
