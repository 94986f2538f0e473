package io.github.blemore.experiment;

import io.github.blemore.Embedding;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.NoEmbedding;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.head.TrainingSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private EncoderClips(EncoderOrigin origin, TrainingSet all) {
    this.origin = origin;
    this.all = all;
  }

  /**
   * Reads them.
   *
   * @param encodings gives what the encoder made of a clip
   * @throws IllegalArgumentException if it has an embedding of none of the clips
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
    return clips;
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

  /** The clips of one fold that have an embedding; there may be none. */
  List<String> idsInFold(int fold) {
    List<String> ids = new ArrayList<>(all.clipIds());
    ids.removeIf(clip -> folds.getOrDefault(clip, -1) != fold);
    return ids;
  }

  /** Why there is no embedding of a clip. */
  String missingReason(String clipId) {
    return missing.getOrDefault(clipId, "no head voted on it");
  }
}
