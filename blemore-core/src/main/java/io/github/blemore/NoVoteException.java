package io.github.blemore;

import java.util.List;
import java.util.stream.Collectors;

/**
 * No encoder could say anything about a clip: every vote is missing, each with its reason, or has
 * no weight.
 */
public class NoVoteException extends BlemoreException {

  private static final long serialVersionUID = 1;

  private final transient List<Vote> votes;

  /** For a clip with these votes, none of them of use. */
  public NoVoteException(List<Vote> votes) {
    super(
        "no encoder could vote: "
            + votes.stream()
                .map(vote -> vote.encoderId() + ": " + vote.missingReason().orElse("weight 0"))
                .collect(Collectors.joining("; ")));
    this.votes = List.copyOf(votes);
  }

  /** The votes; empty after deserialization. */
  public List<Vote> votes() {
    return votes == null ? List.of() : votes;
  }
}
