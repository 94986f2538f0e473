package io.github.blemore.threshold;

import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;

/**
 * What a threshold search found.
 *
 * @param rule the rule with the best thresholds
 * @param scores what they score on the clips searched on: an optimistic figure
 * @param bestPresence the best ACC_presence any thresholds reach, whatever their salience
 * @param bestSalience the best ACC_salience any thresholds reach, whatever their presence
 */
public record Thresholds(
    ThresholdRule rule, Scores scores, double bestPresence, double bestSalience) {}
