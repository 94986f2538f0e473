package io.github.blemore;

import java.util.Optional;
import java.util.Set;

/**
 * Embeddings made earlier, by clip and encoder: what heads are fitted on.
 *
 * <p>Implementations are safe to share between threads.
 */
public interface EmbeddingSource {

  /** The encoders of which there are embeddings. */
  Set<String> encoderIds();

  /** SHA-256 of the weights an encoder made them with; empty if it has none or it is not known. */
  Optional<String> checkpoint(String encoderId);

  /**
   * What an encoder made of a clip: an embedding, or the reason there is none; empty if it was
   * never asked.
   *
   * @throws MediaException if what was kept cannot be read
   */
  Optional<Encoding> find(String encoderId, String clipId);
}
