package io.github.blemore.system;

import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.Fused;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a system says of a clip whose embeddings were made earlier.
 *
 * @param clipId which clip
 * @param person who is seen, where that was said
 * @param votes one for each encoder, missing ones included, in the system's order; without the
 *     embeddings they were made of
 * @param verdict what came of them; empty if no encoder could vote
 */
public record ClipDecision(
    String clipId, Optional<String> person, List<Vote> votes, Optional<Verdict> verdict) {

  /** Copies the list. */
  public ClipDecision {
    votes = List.copyOf(votes);
  }

  /**
   * What came of the votes.
   *
   * @param fused their distribution, calibrated, and the weight each really had
   * @param rule the thresholds it was decided by: beta is the person's where it was adapted
   * @param blend that was decided
   * @param confidence how far it can be trusted, if the system judges that
   */
  public record Verdict(
      Fused fused, ThresholdRule rule, Blend blend, Optional<Confidence> confidence) {}

  /** Encoder id to the reason its vote is missing; empty if all voted. */
  public Map<String, String> missing() {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (Vote vote : votes) {
      vote.missingReason().ifPresent(reason -> reasons.put(vote.encoderId(), reason));
    }
    return reasons;
  }
}
