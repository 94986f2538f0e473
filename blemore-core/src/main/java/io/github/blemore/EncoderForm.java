package io.github.blemore;

import io.github.blemore.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One encoder in one form. Embeddings of two forms are different embeddings, even under one id.
 *
 * @param id of the encoder
 * @param checkpointSha256 of its weights; empty if it has none or they are not known
 * @param preprocessing what clips go through before and in it, and how many values come out: 16 hex
 *     digits of a SHA-256, or {@code imported} if another program made the embeddings
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

  private static final String IMPORTED = "imported";
  private static final int DIGITS = 16;
  private static final int SHOWN_DIGITS = 8;

  /** The form of an encoder. The device it computes on is not part of it, its precision is. */
  public static EncoderForm of(EncoderInfo info) {
    String needs = info.needs().toString();
    return new EncoderForm(
        info.id(),
        info.checkpointSha256(),
        info.isImported()
            ? IMPORTED
            : digits("%d\n%s\n%s".formatted(info.dimension(), needs, info.settings())),
        info.modality(),
        info.dimension(),
        needs,
        info.settings(),
        info.hasMadeUpWeights());
  }

  private static String digits(String words) {
    return Sha256.of(words.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }

  /** Whether another program made the embeddings: what it did to the clips is not known. */
  public boolean isImported() {
    return preprocessing.equals(IMPORTED);
  }

  /**
   * In what an encoder differs from this one, which a system was fitted with, so that the system's
   * heads would not know what its embeddings mean: its id, checkpoint, preprocessing or dimension.
   * If one of both is {@linkplain #isImported imported} only id and dimension count: the checkpoint
   * is then that of a file of embeddings, and files of other clips differ.
   *
   * @param found the encoder there is now
   * @return a text for each difference, such as {@code dimension is 1024, the system was fitted
   *     with 768}; empty if there is none
   */
  public List<String> differences(EncoderForm found) {
    List<String> texts = new ArrayList<>();
    addDifference(texts, "encoder", found.id, id);
    addDifference(texts, "dimension", found.dimension, dimension);
    if (!isImported() && !found.isImported()) {
      addDifference(texts, "checkpoint", found.shownCheckpoint(), shownCheckpoint());
      addDifference(texts, "preprocessing", found.shownPreprocessing(), shownPreprocessing());
    }
    return texts;
  }

  private static void addDifference(
      List<String> texts, String what, Object found, Object fittedWith) {
    if (!found.equals(fittedWith)) {
      texts.add("%s is %s, the system was fitted with %s".formatted(what, found, fittedWith));
    }
  }

  private String shownCheckpoint() {
    return checkpointSha256.orElse("none");
  }

  private String shownPreprocessing() {
    String words =
        Stream.of(needs, settings)
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining("; "));
    return words.isEmpty() ? preprocessing : "%s (%s)".formatted(preprocessing, words);
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
