package io.github.blemore;

import io.github.blemore.media.MediaSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer for one clip, with all that led to it.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Recognition implements Outcome {

  private final Clip clip;
  private final Blend blend;
  private final Fused fused;
  private final List<Vote> votes;
  private final MediaSpan span;
  private final List<String> notes;
  private final Provenance provenance;

  Recognition(
      Clip clip,
      Blend blend,
      Fused fused,
      List<Vote> votes,
      MediaSpan span,
      List<String> notes,
      Provenance provenance) {
    this.clip = clip;
    this.blend = blend;
    this.fused = fused;
    this.votes = List.copyOf(votes);
    this.span = span;
    this.notes = List.copyOf(notes);
    this.provenance = provenance;
  }

  @Override
  public Clip clip() {
    return clip;
  }

  /** Which emotions are shown, and which is stronger. */
  public Blend blend() {
    return blend;
  }

  /** The fused distribution the blend was decided on. */
  public EmotionDistribution distribution() {
    return fused.distribution();
  }

  /** One vote for each encoder of the recognizer, missing ones included, in the order added. */
  public List<Vote> votes() {
    return votes;
  }

  /** Encoder id to the weight its vote really had, 0..1, 0 for a missing one, summing to one. */
  public Map<String, Double> weights() {
    return fused.weights();
  }

  /** Encoder id to the reason its vote is missing; empty if all voted. */
  public Map<String, String> missing() {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (Vote vote : votes) {
      vote.missingReason().ifPresent(reason -> reasons.put(vote.encoderId(), reason));
    }
    return reasons;
  }

  /** The stretch of the clip that was looked at, in seconds. */
  public MediaSpan span() {
    return span;
  }

  /** What else should be known, such as that the file is truncated; empty if nothing. */
  public List<String> notes() {
    return notes;
  }

  /** Where the result comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** Such as {@code a.mov: ang 70 / hap 30}. */
  @Override
  public String toString() {
    return clip.id() + ": " + blend;
  }
}
