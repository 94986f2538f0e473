package io.github.blemore;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Embeddings made earlier, by encoder and clip: what heads are fitted on. It also says what must be
 * known to make more of them: see {@link EncoderOrigin}.
 *
 * <p>Implementations are safe to share between threads.
 */
public interface EmbeddingSource {

  /**
   * The encoders of which there are embeddings, one form each, by id.
   *
   * @throws ModelException if there are embeddings of several forms of one encoder; the message
   *     says of which
   * @throws MediaException if what was kept cannot be read
   */
  List<EncoderOrigin> encoders();

  /**
   * The clips an encoder was asked about, in order: of each {@link #find} gives an embedding, or
   * the reason there is none. Empty if there is nothing of the encoder.
   *
   * @throws ModelException if there are embeddings of several forms of this encoder
   * @throws MediaException if what was kept cannot be read
   */
  Set<String> clipIds(String encoderId);

  /**
   * What an encoder made of a clip: an embedding, or the reason there is none; empty if it was
   * never asked.
   *
   * @throws ModelException if there are embeddings of several forms of this encoder
   * @throws MediaException if what was kept cannot be read
   */
  Optional<Encoding> find(String encoderId, String clipId);
}
