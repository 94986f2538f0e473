package io.github.blemore.fusion;

import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.NoVoteException;
import io.github.blemore.Vote;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fusion of arXiv:2603.23650: a weighted average of the encoders' probability vectors, with one
 * weight per encoder; or, where asked for, their weighted geometric mean ({@link Pooling}). If
 * votes are missing, the weights of the others are scaled up to sum to one.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class WeightedFusion implements LateFusion {

  /** Weights that sum to one but for rounding are taken as they are. */
  private static final double ROUNDING = 1e-12;

  private final SortedMap<String, Double> weights;
  private final Pooling pooling;

  private WeightedFusion(SortedMap<String, Double> weights, Pooling pooling) {
    this.weights = weights;
    this.pooling = pooling;
  }

  /**
   * A weighted average with these weights.
   *
   * @param weights encoder id to weight: finite, not negative, at least one positive; scaled to sum
   *     to one, unless they do within 1e-12: so weights that were saved come back as they were
   * @throws IllegalArgumentException if that is not so; the message names the encoder
   */
  public static WeightedFusion of(Map<String, Double> weights) {
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
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "weights %s sum to %s: must be above 0 and finite".formatted(weights, sum));
    }
    double scale = Math.abs(sum - 1) <= ROUNDING ? 1 : sum;
    SortedMap<String, Double> scaled = new TreeMap<>();
    for (Map.Entry<String, Double> entry : weights.entrySet()) {
      scaled.put(entry.getKey(), entry.getValue() / scale);
    }
    return new WeightedFusion(scaled, Pooling.ARITHMETIC);
  }

  /**
   * A weighted average in which all these encoders weigh the same.
   *
   * @throws IllegalArgumentException if there is none, or one stands twice
   */
  public static WeightedFusion equal(Collection<String> encoderIds) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String id : encoderIds) {
      if (weights.put(id, 1.0) != null) {
        throw new IllegalArgumentException("encoder %s stands twice".formatted(id));
      }
    }
    return of(weights);
  }

  /** These weights with another kind of mean. */
  public WeightedFusion withPooling(Pooling other) {
    return new WeightedFusion(weights, other);
  }

  /** What kind of mean it takes. */
  public Pooling pooling() {
    return pooling;
  }

  /**
   * The weight that some encoders have together, such as the share of those adapted to the task.
   *
   * @return 0..1
   * @throws IllegalArgumentException if one of them has no weight here, not even zero
   */
  public double share(Set<String> encoderIds) {
    if (!weights.keySet().containsAll(encoderIds)) {
      throw new IllegalArgumentException(
          "share of encoders %s: known are only %s"
              .formatted(new TreeSet<>(encoderIds), weights.keySet()));
    }
    double share = 0;
    for (Map.Entry<String, Double> entry : weights.entrySet()) {
      share += encoderIds.contains(entry.getKey()) ? entry.getValue() : 0;
    }
    return Math.min(share, 1);
  }

  /** Encoder id to weight, summing to one. */
  public Map<String, Double> weights() {
    return new TreeMap<>(weights);
  }

  @Override
  public Fused fuse(List<Vote> votes) {
    Map<String, Double> real = new LinkedHashMap<>();
    double present = 0;
    for (Vote vote : votes) {
      Double weight = weights.get(vote.encoderId());
      if (weight == null) {
        throw new IllegalArgumentException(
            "encoder %s has no weight: known are %s".formatted(vote.encoderId(), weights.keySet()));
      }
      double counted = vote.distribution().isPresent() ? weight : 0;
      if (real.put(vote.encoderId(), counted) != null) {
        throw new IllegalArgumentException(
            "encoder %s votes twice on one clip".formatted(vote.encoderId()));
      }
      present += counted;
    }
    if (present == 0) {
      throw new NoVoteException(votes);
    }
    double total = present;
    real.replaceAll((id, weight) -> weight / total);
    double[] sum = new double[Emotion.COUNT];
    for (Vote vote : votes) {
      double weight = real.getOrDefault(vote.encoderId(), 0.0);
      vote.distribution().ifPresent(distribution -> add(sum, weight, distribution));
    }
    pooling.finish(sum);
    return new Fused(EmotionDistribution.of(sum), real);
  }

  private void add(double[] sum, double weight, EmotionDistribution distribution) {
    double[] p = distribution.toArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * pooling.term(p[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightedFusion that
        && weights.equals(that.weights)
        && pooling == that.pooling;
  }

  @Override
  public int hashCode() {
    return Objects.hash(weights, pooling);
  }

  /** Such as {@code weighted average {acoustic=0.4, face-api=0.6}}. */
  @Override
  public String toString() {
    return pooling.description() + " " + weights;
  }
}
