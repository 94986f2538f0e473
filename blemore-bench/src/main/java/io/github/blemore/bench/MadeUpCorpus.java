package io.github.blemore.bench;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.Emotion;
import io.github.blemore.EncoderInfo;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.media.MediaNeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Labels and seeded embeddings in which the labels can be seen through much noise. */
final class MadeUpCorpus implements EmbeddingSource {

  private static final int PEOPLE = 47;
  private static final int FOLDS = 5;
  private static final double SIGNAL = 0.3;

  private final Metadata metadata;
  private final Map<String, Map<String, Encoding>> encodings = new LinkedHashMap<>();
  private final int dimension;

  MadeUpCorpus(ExperimentBenchmark.Size size) {
    dimension = size.dimension;
    List<MetadataRow> rows = new ArrayList<>();
    for (int clip = 0; clip < size.clips; clip++) {
      int person = clip % PEOPLE;
      rows.add(
          new MetadataRow(
              "A%d_clip%d".formatted(100 + person, clip),
              "none",
              Blend.all().get(clip % Blend.all().size()),
              1,
              OptionalInt.empty(),
              OptionalInt.empty(),
              person % FOLDS));
    }
    metadata = Metadata.of(rows);
    for (int encoder = 0; encoder < size.encoders; encoder++) {
      String id = "encoder%02d".formatted(encoder);
      SplittableRandom random = new SplittableRandom(encoder);
      Map<String, Encoding> own = new HashMap<>();
      rows.forEach(row -> own.put(row.clipId(), embedding(id, row.label(), random)));
      encodings.put(id, own);
    }
  }

  private Embedding embedding(String encoder, Blend label, SplittableRandom random) {
    double[] shares = label.softLabel().toArray();
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      double noise = 2 * random.nextDouble() - 1;
      values[i] = (float) (noise + SIGNAL * shares[i % Emotion.COUNT]);
    }
    return Embedding.of(encoder, values);
  }

  Metadata metadata() {
    return metadata;
  }

  @Override
  public List<EncoderOrigin> encoders() {
    return encodings.keySet().stream()
        .map(
            id ->
                EncoderOrigin.of(
                    EncoderInfo.builder(id, Modality.BODY, MediaNeeds.none())
                        .dimension(dimension)
                        .build()))
        .toList();
  }

  @Override
  public Set<String> clipIds(String encoderId) {
    return new TreeSet<>(encodings.getOrDefault(encoderId, Map.of()).keySet());
  }

  @Override
  public Optional<Encoding> find(String encoderId, String clipId) {
    return Optional.ofNullable(encodings.getOrDefault(encoderId, Map.of()).get(clipId));
  }
}
