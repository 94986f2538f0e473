package io.github.blemore.store;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.EncoderForm;
import io.github.blemore.Encoding;
import java.util.Optional;
import java.util.regex.Pattern;

/** What came of one clip and one encoder: what {@link EmbeddingStore#write} takes. */
public sealed interface Row {

  /** The clip it came of. */
  Clip clip();

  /** The encoder it came of. */
  EncoderForm form();

  /**
   * An encoder's finished work on a clip.
   *
   * @param clip as it is called now
   * @param clipSha256 what the work is kept under: the SHA-256 of the clip's bytes, 64 lower-case
   *     hex digits, or {@code name:} and the clip's id where the bytes are not known
   * @param form of the encoder
   * @param encoding an embedding, or the reason there is none
   * @param computesOn device and precision it was made with, such as {@code cpu, float32}
   */
  record Encoded(
      Clip clip, String clipSha256, EncoderForm form, Encoding encoding, String computesOn)
      implements Row {

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}|name:.+");

    /**
     * Checks that the encoding is of this form.
     *
     * @throws IllegalArgumentException if it is of another encoder or dimension, or the clip's hash
     *     is none
     */
    public Encoded {
      if (!KEY.matcher(clipSha256).matches()) {
        throw new IllegalArgumentException(
            "SHA-256 of clip %s is \"%s\": must be 64 lower-case hex digits, or name: and its id"
                .formatted(clip.id(), clipSha256));
      }
      if (!encoding.encoderId().equals(form.id())) {
        throw new IllegalArgumentException(
            "encoding of clip %s is of encoder %s: must be of %s"
                .formatted(clip.id(), encoding.encoderId(), form.id()));
      }
      if (encoding instanceof Embedding embedding && embedding.dimension() != form.dimension()) {
        throw new IllegalArgumentException(
            "embedding of clip %s by %s has %d values: must have %d"
                .formatted(clip.id(), form.id(), embedding.dimension(), form.dimension()));
      }
    }
  }

  /**
   * A clip that could not be encoded, this time.
   *
   * @param clip that failed
   * @param clipSha256 of its bytes; empty if they could not be read
   * @param form of the encoder
   * @param error what went wrong, not blank
   */
  record Failed(Clip clip, Optional<String> clipSha256, EncoderForm form, String error)
      implements Row {

    /**
     * Checks that something is said.
     *
     * @throws IllegalArgumentException if the error is blank
     */
    public Failed {
      if (error.isBlank()) {
        throw new IllegalArgumentException(
            "error of clip %s with %s is blank: must say what went wrong"
                .formatted(clip.id(), form.id()));
      }
    }
  }
}
