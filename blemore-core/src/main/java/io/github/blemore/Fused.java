package io.github.blemore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a fusion made of the votes on one clip.
 *
 * @param distribution the fused distribution
 * @param weights encoder id to the weight its vote really had, in the votes' order: 0..1, 0 for a
 *     missing vote, summing to one
 */
public record Fused(EmotionDistribution distribution, Map<String, Double> weights) {

  /**
   * Copies and checks the weights.
   *
   * @throws IllegalArgumentException if a weight is negative or not finite, or they do not sum to
   *     one within 1e-9
   */
  public Fused {
    double sum = 0;
    for (Map.Entry<String, Double> entry : weights.entrySet()) {
      double weight = entry.getValue();
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "weight of %s is %s: must be finite and not negative"
                .formatted(entry.getKey(), weight));
      }
      sum += weight;
    }
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "weights %s sum to %s: must be 1 within 1e-9".formatted(weights, sum));
    }
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }
}
