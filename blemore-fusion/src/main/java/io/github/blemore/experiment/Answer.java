package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.challenge.MetadataRow;
import java.util.Optional;

/**
 * What a system said about a clip of the fold that was left out. All but the clip is empty if no
 * encoder had a vote.
 *
 * @param clip which, with its truth
 * @param fused the fused distribution as it was before calibration
 * @param distribution the calibrated one, that was decided on; where a design adapts to people,
 *     before their balance
 * @param blend what was decided
 * @param confidence how far that can be trusted; empty, too, if the system does not judge that
 */
public record Answer(
    MetadataRow clip,
    Optional<EmotionDistribution> fused,
    Optional<EmotionDistribution> distribution,
    Optional<Blend> blend,
    Optional<Confidence> confidence) {

  /** Of a clip that no encoder had a vote on. */
  static Answer none(MetadataRow clip) {
    return new Answer(clip, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether the emotions that were decided on are the true ones. */
  public boolean hasRightEmotions() {
    return blend.filter(clip.label()::hasSameEmotions).isPresent();
  }

  /** Whether the blend that was decided on is the true one, saliences included. */
  public boolean isRight() {
    return blend.filter(clip.label()::equals).isPresent();
  }
}
