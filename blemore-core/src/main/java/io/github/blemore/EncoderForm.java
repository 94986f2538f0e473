package io.github.blemore;

import io.github.blemore.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One encoder in one form. Embeddings of two forms are different embeddings, even under one id.
 *
 * @param id of the encoder
 * @param checkpointSha256 of its weights; empty if it has none or they are not known
 * @param preprocessing what clips go through before and in it, and how many values come out: 16 hex
 *     digits of a SHA-256, or {@code imported}
 * @param modality what of a clip it looks at
 * @param dimension values in each window of its embeddings
 * @param needs its media needs in words
 * @param settings what it does besides what its needs say, in words
 * @param hasMadeUpWeights whether its weights are random
 */
public record EncoderForm(
    String id,
    Optional<String> checkpointSha256,
    String preprocessing,
    Modality modality,
    int dimension,
    String needs,
    String settings,
    boolean hasMadeUpWeights) {

  private static final int DIGITS = 16;
  private static final int SHOWN_DIGITS = 8;

  /** The form of an encoder. The device it computes on is not part of it, its precision is. */
  public static EncoderForm of(EncoderInfo info) {
    String needs = info.needs().toString();
    return new EncoderForm(
        info.id(),
        info.checkpointSha256(),
        digits("%d\n%s\n%s".formatted(info.dimension(), needs, info.settings())),
        info.modality(),
        info.dimension(),
        needs,
        info.settings(),
        info.hasMadeUpWeights());
  }

  private static String digits(String words) {
    return Sha256.of(words.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }

  /** Such as {@code videomae (checkpoint 0a1b2c3d, preprocessing 4e5f6a7b)}. */
  @Override
  public String toString() {
    return "%s (checkpoint %s, preprocessing %s)"
        .formatted(
            id, checkpointSha256.map(EncoderForm::shown).orElse("none"), shown(preprocessing));
  }

  private static String shown(String digits) {
    return digits.substring(0, Math.min(SHOWN_DIGITS, digits.length()));
  }
}
