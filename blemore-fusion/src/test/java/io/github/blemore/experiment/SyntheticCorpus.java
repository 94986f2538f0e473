package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.Emotion;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.media.MediaNeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Labels with made-up embeddings: each encoder sees the soft label through a matrix of its own, a
 * person's bias and noise.
 */
public final class SyntheticCorpus implements EmbeddingSource {

  /** Of encoder {@code a}; others have no weights. */
  public static final String CHECKPOINT = "ab".repeat(32);

  private static final int DIMENSION = 12;

  private final Map<String, Map<String, Encoding>> encodings = new LinkedHashMap<>();

  /**
   * All 36 kinds of clips once for each actor, actors dealt to the folds in turn. The names say
   * nothing of the labels.
   */
  public static Metadata metadata(int actors, int folds) {
    List<MetadataRow> rows = new ArrayList<>();
    for (int actor = 0; actor < actors; actor++) {
      int take = 0;
      for (Blend label : Blend.all()) {
        rows.add(row("A%d_take%d".formatted(100 + actor, take++), label, actor % folds));
      }
    }
    return Metadata.of(rows);
  }

  static MetadataRow row(String name, Blend label, int fold) {
    return new MetadataRow(name, "none", label, 1, OptionalInt.empty(), OptionalInt.empty(), fold);
  }

  /** Adds an encoder that sees the labels through this much noise. */
  public SyntheticCorpus with(String encoder, Metadata metadata, double noise) {
    Random matrixRandom = new Random(encoder.hashCode());
    double[][] matrix = new double[DIMENSION][Emotion.COUNT];
    for (double[] row : matrix) {
      for (int i = 0; i < row.length; i++) {
        row[i] = matrixRandom.nextGaussian();
      }
    }
    Map<String, Encoding> ofEncoder = new HashMap<>();
    for (MetadataRow row : metadata.rows()) {
      double[] label = row.label().softLabel().toArray();
      Random random = new Random((encoder + row.clipId()).hashCode());
      float[] values = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        double seen = 0;
        for (int j = 0; j < label.length; j++) {
          seen += matrix[i][j] * label[j];
        }
        values[i] = (float) (seen + noise * random.nextGaussian());
      }
      ofEncoder.put(row.clipId(), Embedding.of(encoder, values));
    }
    encodings.put(encoder, ofEncoder);
    return this;
  }

  /** Gives some clips no embedding, for a reason. */
  public SyntheticCorpus without(String encoder, Set<String> clips) {
    clips.forEach(clip -> of(encoder).put(clip, new NoEmbedding(encoder, "no face found")));
    return this;
  }

  /** Lets an encoder see the same in all clips. */
  SyntheticCorpus allEqual(String encoder) {
    of(encoder).replaceAll((clip, encoding) -> Embedding.of(encoder, new float[DIMENSION]));
    return this;
  }

  /** Forgets that an encoder was asked about a clip. */
  public SyntheticCorpus forgetting(String encoder, String clip) {
    of(encoder).remove(clip);
    return this;
  }

  private Map<String, Encoding> of(String encoder) {
    return Objects.requireNonNull(encodings.get(encoder));
  }

  @Override
  public List<EncoderOrigin> encoders() {
    return encodings.keySet().stream().map(id -> EncoderOrigin.of(info(id))).toList();
  }

  private static EncoderInfo info(String encoder) {
    EncoderInfo.Builder info =
        EncoderInfo.builder(encoder, Modality.BODY, MediaNeeds.none()).dimension(DIMENSION);
    if (encoder.equals("a")) {
      info.checkpoint(CHECKPOINT, new License("MIT", "made up", true));
    }
    return info.build();
  }

  @Override
  public Set<String> clipIds(String encoderId) {
    return new TreeSet<>(encodings.getOrDefault(encoderId, Map.of()).keySet());
  }

  @Override
  public Optional<Encoding> find(String encoderId, String clipId) {
    return Optional.ofNullable(encodings.getOrDefault(encoderId, Map.of()).get(clipId));
  }

  @Override
  public String toString() {
    return "synthetic embeddings";
  }
}
