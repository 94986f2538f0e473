package io.github.blemore;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One encoder's say on one clip: a distribution, or the reason it has none.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Vote {

  private final String encoderId;
  private final @Nullable EmotionDistribution distribution;
  private final @Nullable Embedding embedding;
  private final @Nullable String missing;

  private Vote(
      String encoderId,
      @Nullable EmotionDistribution distribution,
      @Nullable Embedding embedding,
      @Nullable String missing) {
    this.encoderId = encoderId;
    this.distribution = distribution;
    this.embedding = embedding;
    this.missing = missing;
  }

  /** A vote without its embedding, as when probabilities were read from a file. */
  public static Vote cast(String encoderId, EmotionDistribution distribution) {
    return new Vote(encoderId, distribution, null, null);
  }

  /** The vote a head made of this embedding. */
  public static Vote cast(Embedding embedding, EmotionDistribution distribution) {
    return new Vote(embedding.encoderId(), distribution, embedding, null);
  }

  /**
   * An encoder that has no say on this clip.
   *
   * @throws IllegalArgumentException if the reason is blank
   */
  public static Vote missing(String encoderId, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "reason for the missing vote of " + encoderId + " is blank");
    }
    return new Vote(encoderId, null, null, reason);
  }

  /** Whose vote. */
  public String encoderId() {
    return encoderId;
  }

  /** The distribution; empty if the vote is missing. */
  public Optional<EmotionDistribution> distribution() {
    return Optional.ofNullable(distribution);
  }

  /** The embedding the distribution was made of, where it is known. */
  public Optional<Embedding> embedding() {
    return Optional.ofNullable(embedding);
  }

  /** Why the vote is missing; empty if there is one. */
  public Optional<String> missingReason() {
    return Optional.ofNullable(missing);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vote that
        && encoderId.equals(that.encoderId)
        && Objects.equals(distribution, that.distribution)
        && Objects.equals(embedding, that.embedding)
        && Objects.equals(missing, that.missing);
  }

  @Override
  public int hashCode() {
    return Objects.hash(encoderId, distribution, embedding, missing);
  }

  @Override
  public String toString() {
    return encoderId + ": " + (distribution != null ? distribution : "missing, " + missing);
  }
}
