package io.github.blemore;

import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaReader;
import java.util.List;

/**
 * Turns a clip into an {@link Embedding}. What an encoder is and what media it needs are data,
 * fixed when it is made ({@link #info}).
 *
 * <p>Safe to share between threads. Holds native memory or weights until {@link #close}. Implement
 * it by extending {@link AbstractEncoder}, which checks arguments and life cycle; the contract is
 * tested by {@code EncoderContract} in the test-jar of this module.
 */
public interface Encoder extends AutoCloseable {

  /** What this encoder is and needs; the same object at every call, also after close. */
  EncoderInfo info();

  /**
   * Encodes several clips. An encoding depends on its own clip only, not on the others of the
   * batch.
   *
   * @param batch views made for this encoder's {@linkplain EncoderInfo#needs() needs}
   * @return one result for each of the batch, in its order; a view with a missing reason, or one
   *     too poor to encode, gives {@link NoEmbedding}
   * @throws IllegalArgumentException if a view lacks what was needed without saying why, or holds
   *     it in another size or rate, more of it, or sound that is not finite
   * @throws IllegalStateException after close
   * @throws InferenceException if the model fails
   * @throws EncoderStoppedException if it would take no other clip either, for now
   * @throws InterruptedWorkException if the thread is interrupted
   */
  List<Encoding> encode(List<ClipMedia> batch);

  /** Frees what the encoder holds, after running calls have ended; a second call does nothing. */
  @Override
  void close();

  /**
   * Reads and encodes one clip with a media reader of its own: for trying an encoder out. To use
   * several encoders, or one for many clips, build a {@link BlendRecognizer} or share a {@link
   * MediaReader}.
   *
   * @throws MediaException if the clip cannot be read
   */
  default Encoding encode(Clip clip) {
    try (MediaReader reader = MediaReader.open()) {
      return encode(reader.read(clip, List.of(info().needs()))).get(0);
    }
  }
}
