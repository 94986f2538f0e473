package io.github.blemore.experiment;

import io.github.blemore.Embedding;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.NoEmbedding;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.head.TrainingSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * What one encoder made of the clips of an experiment; its features are held once.
 *
 * <p>Immutable, safe to share between threads.
 */
final class EncoderClips {

  private final EncoderOrigin origin;
  private final TrainingSet all;

  /** Clip id to fold. */
  private final Map<String, Integer> folds = new HashMap<>();

  /** Clip id to the reason there is no embedding. */
  private final Map<String, String> missing = new HashMap<>();

  /** Clip id to its place in the set of all clips. */
  private final Map<String, Integer> places = new HashMap<>();

  private EncoderClips(EncoderOrigin origin, TrainingSet all) {
    this.origin = origin;
    this.all = all;
    all.clipIds().forEach(clip -> places.put(clip, places.size()));
  }

  /**
   * Reads them.
   *
   * @param encodings gives what the encoder made of a clip
   * @throws IllegalArgumentException if it has an embedding of none of the clips, or of none in
   *     some fold
   */
  static EncoderClips read(
      EncoderOrigin origin, Metadata metadata, Function<String, Encoding> encodings) {
    TrainingSet.Builder set = TrainingSet.builder(origin.id());
    Map<String, String> missing = new HashMap<>();
    for (MetadataRow row : metadata.rows()) {
      Encoding encoding = encodings.apply(row.clipId());
      if (encoding instanceof Embedding embedding) {
        set.add(row.clipId(), row.label(), embedding);
      } else {
        missing.put(row.clipId(), ((NoEmbedding) encoding).reason());
      }
    }
    if (missing.size() == metadata.rows().size()) {
      throw new IllegalArgumentException(
          "encoder %s has no embedding of any of the %d clips (%s): leave it out"
              .formatted(origin.id(), metadata.rows().size(), missing.values().iterator().next()));
    }
    EncoderClips clips = new EncoderClips(origin, set.build());
    metadata.rows().forEach(row -> clips.folds.put(row.clipId(), row.fold()));
    clips.missing.putAll(missing);
    clips.requireEveryFold(metadata);
    return clips;
  }

  private void requireEveryFold(Metadata metadata) {
    for (int fold : metadata.folds()) {
      if (metadata.inFold(fold).stream().noneMatch(row -> places.containsKey(row.clipId()))) {
        throw new IllegalArgumentException(
            "encoder %s has no embedding of any clip of fold %d (%s): encode them, or leave it out"
                .formatted(id(), fold, missingReason(metadata.inFold(fold).get(0).clipId())));
      }
    }
  }

  String id() {
    return origin.id();
  }

  EncoderOrigin origin() {
    return origin;
  }

  /** All clips with an embedding. */
  TrainingSet all() {
    return all;
  }

  /** Those with an embedding in some folds; throws if there are none. */
  TrainingSet inFolds(IntPredicate wanted) {
    return all.where(clip -> wanted.test(folds.getOrDefault(clip, -1)));
  }

  /** What the encoder made of a clip; a copy. */
  Optional<Embedding> embedding(String clipId) {
    return Optional.ofNullable(places.get(clipId)).map(all::embedding);
  }

  /** Why there is no embedding of a clip. */
  String missingReason(String clipId) {
    return missing.getOrDefault(clipId, "no head voted on it");
  }
}
