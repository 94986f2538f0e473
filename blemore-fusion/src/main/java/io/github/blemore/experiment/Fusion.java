package io.github.blemore.experiment;

import io.github.blemore.LateFusion;
import io.github.blemore.fusion.FusedVotes;
import java.util.Map;
import java.util.Optional;

/** A fusion that was fitted without one fold, and can be asked about the clips of that fold. */
interface Fusion {

  /** What is to be used. */
  LateFusion fusion();

  /** What came of the clips that the rest of the system is fitted to. */
  FusedVotes chosenOn();

  /**
   * What it makes of the fold's clips.
   *
   * @param without an encoder whose votes are missing
   * @return empty if no other encoder has a weight
   */
  Optional<FusedVotes> scored(Optional<String> without);

  /** Encoder id to weight, averaged over the fold's clips; the encoder that is missing has none. */
  Map<String, Double> weights(Optional<String> without);
}
