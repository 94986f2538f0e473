package io.github.blemore.threshold;

import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;

/**
 * One point of a grid of thresholds.
 *
 * @param rule the rule with these thresholds
 * @param scores what they score
 */
public record GridPoint(ThresholdRule rule, Scores scores) {}
