package io.github.blemore;

import java.util.Locale;
import java.util.Optional;

/**
 * How far a decision can be trusted.
 *
 * @param probability the estimated probability that the decided set of emotions is the true one,
 *     0..1
 * @param doubt why the decision should not be relied on; empty if it may
 */
public record Confidence(double probability, Optional<String> doubt) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the probability is not in 0..1, or the doubt is blank
   */
  public Confidence {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability of being right is %s: must be 0..1".formatted(probability));
    }
    if (doubt.isPresent() && doubt.get().isBlank()) {
      throw new IllegalArgumentException("doubt is blank: leave it out instead");
    }
  }

  /** A decision that may be relied on. */
  public static Confidence sure(double probability) {
    return new Confidence(probability, Optional.empty());
  }

  /** A decision that should not be relied on, for this reason. */
  public static Confidence uncertain(double probability, String doubt) {
    return new Confidence(probability, Optional.of(doubt));
  }

  /** Whether there is a doubt. */
  public boolean isUncertain() {
    return doubt.isPresent();
  }

  /** Such as {@code 0.71}, or {@code 0.23, uncertain: confidence 0.310 is below 0.402}. */
  @Override
  public String toString() {
    String rounded = String.format(Locale.ROOT, "%.2f", probability);
    return doubt.map(reason -> rounded + ", uncertain: " + reason).orElse(rounded);
  }
}
