package io.github.blemore.experiment;

import io.github.blemore.fusion.FusedVotes;
import io.github.blemore.fusion.LabeledVotes;
import io.github.blemore.fusion.WeightedFusion;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A fusion whose weights are the same for all clips.
 *
 * @param fusion with weights found on the votes of others
 * @param chosenVotes those votes
 * @param scoredVotes the votes on the fold
 */
record FixedFusion(WeightedFusion fusion, LabeledVotes chosenVotes, LabeledVotes scoredVotes)
    implements Fusion {

  @Override
  public FusedVotes chosenOn() {
    return chosenVotes.fuse(fusion);
  }

  @Override
  public Optional<FusedVotes> scored(Optional<String> without) {
    Map<String, Double> left = weights(without);
    if (left.values().stream().allMatch(weight -> weight == 0)) {
      return Optional.empty();
    }
    WeightedFusion rest =
        without.isEmpty() ? fusion : WeightedFusion.of(left).withPooling(fusion.pooling());
    return Optional.of(scoredVotes.fuse(rest));
  }

  /** Those that are left are scaled up to sum to one, if they can be. */
  @Override
  public Map<String, Double> weights(Optional<String> without) {
    Map<String, Double> left = new TreeMap<>(fusion.weights());
    without.ifPresent(left::remove);
    double sum = left.values().stream().mapToDouble(Double::doubleValue).sum();
    if (without.isPresent() && sum > 0) {
      left.replaceAll((id, weight) -> weight / sum);
    }
    return left;
  }
}
