package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.challenge.MetadataRow;
import java.util.Optional;

/**
 * What a system said about a clip of the fold that was left out.
 *
 * @param clip which, with its truth
 * @param distribution the fused distribution; empty if no encoder had a vote
 * @param blend what was decided; empty if there was nothing to decide on
 */
public record Answer(
    MetadataRow clip, Optional<EmotionDistribution> distribution, Optional<Blend> blend) {}
