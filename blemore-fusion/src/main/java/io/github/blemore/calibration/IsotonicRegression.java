package io.github.blemore.calibration;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The share of right decisions as a function of confidence that never falls and has the least
 * squared error (isotonic regression by pooling adjacent violators; for calibration: Zadrozny &amp;
 * Elkan 2002). It is a step function: each value holds from its confidence to below the next; below
 * the first, the first.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class IsotonicRegression {

  private final NavigableMap<Double, Double> steps;

  private IsotonicRegression(NavigableMap<Double, Double> steps) {
    this.steps = Collections.unmodifiableNavigableMap(steps);
  }

  /**
   * The function with these steps.
   *
   * @param steps confidence to probability of being right, 0..1, never falling; at least one
   * @throws IllegalArgumentException if that is not so
   */
  public static IsotonicRegression of(Map<Double, Double> steps) {
    NavigableMap<Double, Double> sorted = new TreeMap<>(steps);
    double last = 0;
    for (Map.Entry<Double, Double> step : sorted.entrySet()) {
      double probability = step.getValue();
      if (!(probability >= last && probability <= 1) || !Double.isFinite(step.getKey())) {
        throw new IllegalArgumentException(
            "steps are %s: must be 0..1, never falling, each from a finite confidence"
                .formatted(sorted));
      }
      last = probability;
    }
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("there is no step: must be at least one");
    }
    return new IsotonicRegression(sorted);
  }

  /**
   * The function that fits these decisions best.
   *
   * @param decisions at least one, in any order
   * @throws IllegalArgumentException if there is none
   */
  public static IsotonicRegression fit(List<Judged> decisions) {
    TreeMap<Double, Block> byConfidence = new TreeMap<>();
    for (Judged decision : decisions) {
      Block one = new Block(decision.confidence(), 1, decision.right() ? 1 : 0);
      byConfidence.merge(decision.confidence(), one, Block::and);
    }
    Deque<Block> blocks = new ArrayDeque<>();
    for (Block next : byConfidence.values()) {
      Block block = next;
      while (!blocks.isEmpty() && blocks.getLast().share() >= block.share()) {
        block = blocks.removeLast().and(block);
      }
      blocks.addLast(block);
    }
    TreeMap<Double, Double> steps = new TreeMap<>();
    blocks.forEach(block -> steps.put(block.from(), block.share()));
    return of(steps);
  }

  /** Neighboring decisions of one value. */
  private record Block(double from, int decisions, int right) {

    double share() {
      return right / (double) decisions;
    }

    Block and(Block above) {
      return new Block(from, decisions + above.decisions, right + above.right);
    }
  }

  /** The probability of being right at a confidence, 0..1. */
  public double at(double confidence) {
    double inside = Math.max(confidence, steps.firstKey());
    return Objects.requireNonNull(steps.floorEntry(inside)).getValue();
  }

  /** Confidence to the probability that holds from there on, ascending; a read-only view. */
  public NavigableMap<Double, Double> steps() {
    return steps;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IsotonicRegression that && steps.equals(that.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  /** Such as {@code {0.2=0.25, 0.6=0.5}}. */
  @Override
  public String toString() {
    return steps.toString();
  }
}
