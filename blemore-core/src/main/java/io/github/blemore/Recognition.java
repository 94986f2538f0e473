package io.github.blemore;

import io.github.blemore.media.MediaSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer for one clip, with all that led to it.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Recognition implements Outcome {

  /**
   * What was seen in a clip, before anything is decided.
   *
   * @param notes what else should be known
   */
  record Evidence(Clip clip, Fused fused, List<Vote> votes, MediaSpan span, List<String> notes) {

    Evidence {
      votes = List.copyOf(votes);
      notes = List.copyOf(notes);
    }
  }

  private final Evidence evidence;
  private final Provenance provenance;
  private final Blend blend;
  private final @Nullable ConfidenceRule confidenceRule;
  private final @Nullable Confidence confidence;

  /** Decides on the evidence by a rule, which the provenance names. */
  Recognition(
      Evidence evidence,
      DecisionRule decision,
      @Nullable ConfidenceRule confidenceRule,
      Provenance provenance) {
    this.evidence = evidence;
    this.provenance = provenance;
    this.blend = decision.decide(evidence.clip(), evidence.fused().distribution());
    this.confidenceRule = confidenceRule;
    this.confidence =
        confidenceRule == null
            ? null
            : confidenceRule.judge(evidence.fused().distribution(), blend);
  }

  /**
   * The same clip with the same votes, its blend decided by another rule, such as one adapted to a
   * person of whom all clips are known by now. Its confidence is judged anew by the recognizer's
   * rule for that.
   */
  public Recognition decidedBy(DecisionRule rule) {
    return new Recognition(evidence, rule, confidenceRule, provenance.withDecision(rule));
  }

  @Override
  public Clip clip() {
    return evidence.clip();
  }

  /** Which emotions are shown, and which is stronger. */
  public Blend blend() {
    return blend;
  }

  /** The fused distribution the blend was decided on. */
  public EmotionDistribution distribution() {
    return evidence.fused().distribution();
  }

  /** One vote for each encoder of the recognizer, missing ones included, in the order added. */
  public List<Vote> votes() {
    return evidence.votes();
  }

  /** Encoder id to the weight its vote really had, 0..1, 0 for a missing one, summing to one. */
  public Map<String, Double> weights() {
    return evidence.fused().weights();
  }

  /** Encoder id to the reason its vote is missing; empty if all voted. */
  public Map<String, String> missing() {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (Vote vote : votes()) {
      vote.missingReason().ifPresent(reason -> reasons.put(vote.encoderId(), reason));
    }
    return reasons;
  }

  /** The stretch of the clip that was looked at, in seconds. */
  public MediaSpan span() {
    return evidence.span();
  }

  /**
   * What else should be known, such as that the file is truncated or the blend uncertain; empty if
   * nothing.
   */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(evidence.notes());
    doubt().ifPresent(notes::add);
    return List.copyOf(notes);
  }

  /** How far the blend can be trusted; empty if the recognizer has no rule for that. */
  public Optional<Confidence> confidence() {
    return Optional.ofNullable(confidence);
  }

  /** Whether the blend should not be relied on; false if the recognizer has no rule for that. */
  public boolean isUncertain() {
    return confidence != null && confidence.isUncertain();
  }

  private Optional<String> doubt() {
    return confidence().flatMap(Confidence::doubt).map(reason -> "uncertain: " + reason);
  }

  /** Where the result comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** Such as {@code a.mov: ang 70 / hap 30}; if that is uncertain, the reason follows. */
  @Override
  public String toString() {
    return clip().id() + ": " + blend + doubt().map(reason -> " (" + reason + ")").orElse("");
  }
}
