package io.github.blemore;

import io.github.blemore.media.MediaNeeds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Embeddings of two values by one encoder, in memory. */
final class MemorySource implements EmbeddingSource {

  private static final int DIMENSION = 2;

  private final EncoderOrigin encoder;
  private final Map<String, Encoding> encodings = new TreeMap<>();

  MemorySource(String encoderId, String... clipIds) {
    this.encoder =
        EncoderOrigin.of(
            EncoderInfo.builder(encoderId, Modality.BODY, MediaNeeds.none())
                .dimension(DIMENSION)
                .build());
    for (String clip : clipIds) {
      encodings.put(clip, Embedding.of(encoderId, new float[] {clip.length(), clip.hashCode()}));
    }
  }

  @Override
  public List<EncoderOrigin> encoders() {
    return List.of(encoder);
  }

  @Override
  public Set<String> clipIds(String encoderId) {
    return encoderId.equals(encoder.id()) ? encodings.keySet() : Set.of();
  }

  @Override
  public Optional<Encoding> find(String encoderId, String clipId) {
    return encoderId.equals(encoder.id())
        ? Optional.ofNullable(encodings.get(clipId))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "memory of " + encoder.id();
  }
}
