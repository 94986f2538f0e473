package io.github.blemore;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sources of embeddings made of others. */
public final class EmbeddingSources {

  private EmbeddingSources() {}

  /**
   * One source of several, of the encoders they have now. It reads from them: they must stay open,
   * and are the caller's to close.
   *
   * @param sources at least one; no encoder id is in two of them
   * @throws IllegalArgumentException if there is none, or two have one encoder id; the message
   *     names both and the id
   * @throws ModelException if one has embeddings of several forms of one encoder
   * @throws MediaException if what was kept cannot be read
   */
  public static EmbeddingSource union(Collection<? extends EmbeddingSource> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("no source of embeddings: must be at least one");
    }
    Map<String, Part> parts = new TreeMap<>();
    for (EmbeddingSource source : sources) {
      for (EncoderOrigin encoder : source.encoders()) {
        Part other = parts.put(encoder.id(), new Part(encoder, source));
        if (other != null) {
          throw new IllegalArgumentException(
              "encoder %s is in two sources, %s and %s: leave it out of one, or give it another id there"
                  .formatted(encoder.id(), other.source(), source));
        }
      }
    }
    return new Union(
        parts, sources.stream().map(Object::toString).collect(Collectors.joining(" and ")));
  }

  /** An encoder and where its embeddings are. */
  private record Part(EncoderOrigin encoder, EmbeddingSource source) {}

  private record Union(Map<String, Part> parts, String name) implements EmbeddingSource {

    @Override
    public List<EncoderOrigin> encoders() {
      return parts.values().stream().map(Part::encoder).toList();
    }

    @Override
    public Set<String> clipIds(String encoderId) {
      Part part = parts.get(encoderId);
      return part == null ? Set.of() : part.source().clipIds(encoderId);
    }

    @Override
    public Optional<Encoding> find(String encoderId, String clipId) {
      Part part = parts.get(encoderId);
      return part == null ? Optional.empty() : part.source().find(encoderId, clipId);
    }

    /** Such as {@code embeddings in a.db and embeddings in b.npz}. */
    @Override
    public String toString() {
      return name;
    }
  }
}
