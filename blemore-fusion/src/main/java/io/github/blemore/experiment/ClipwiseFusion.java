package io.github.blemore.experiment;

import io.github.blemore.fusion.FusedVotes;
import io.github.blemore.gate.GatedFusion;
import java.util.Map;
import java.util.Optional;

/**
 * A fusion whose weights a gate gives to each clip.
 *
 * @param gates made it
 * @param fitted the gate
 * @param fold that is scored
 */
record ClipwiseFusion(GateFits gates, GateFits.Fitted fitted, int fold) implements Fusion {

  @Override
  public GatedFusion fusion() {
    return fitted.gate();
  }

  @Override
  public FusedVotes chosenOn() {
    return fitted.chosenOn();
  }

  @Override
  public Optional<FusedVotes> scored(Optional<String> without) {
    return Optional.of(gates.on(fold, fitted.gate(), without));
  }

  @Override
  public Map<String, Double> weights(Optional<String> without) {
    Map<String, Double> weights = gates.meanWeights(fold, fitted.gate(), without);
    without.ifPresent(weights::remove);
    return weights;
  }
}
