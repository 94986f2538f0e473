package io.github.blemore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fusion of a system in which one encoder votes. */
final class OnlyVote implements LateFusion {

  @Override
  public Fused fuse(List<Vote> votes) {
    Vote vote = votes.get(0);
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put(vote.encoderId(), 1.0);
    return new Fused(vote.distribution().orElseThrow(() -> new NoVoteException(votes)), weights);
  }

  @Override
  public String toString() {
    return "the only vote";
  }
}
