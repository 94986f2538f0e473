package io.github.blemore.fusion;

import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Greedy ensemble selection with replacement (Caruana et al., "Ensemble Selection from Libraries of
 * Models", ICML 2004, sections 2 and 2.1-2.2): it begins with the encoder that is best alone, or
 * some of the best, and in each round adds the one with which the ensemble becomes best, even if it
 * has it already. An encoder's weight is how often it was added, as of the best round. There is no
 * bagging (section 2.3), and so no seed: the paper has it against overfitting by choosing among
 * thousands of models.
 *
 * <p>Best is the highest Score with the best thresholds; on a tie the lowest cross-entropy of the
 * soft labels; on a further tie the encoder first in the order of ids, and the earlier round. The
 * result is never worse than the best encoder alone.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class GreedySelection implements WeightSearch {

  private static final int ROUNDS = 50;

  private final Pooling pooling;
  private final ThresholdSearch thresholds;
  private final int start;
  private final int rounds;

  private GreedySelection(Pooling pooling, ThresholdSearch thresholds, int start, int rounds) {
    this.pooling = pooling;
    this.thresholds = thresholds;
    this.start = start;
    this.rounds = rounds;
  }

  static GreedySelection of(Pooling pooling) {
    return new GreedySelection(pooling, ThresholdSearch.exact(), 1, ROUNDS);
  }

  /** This search with other thresholds; unless said otherwise they are the best of all. */
  public GreedySelection withThresholds(ThresholdSearch search) {
    return new GreedySelection(pooling, search, start, rounds);
  }

  /**
   * This search beginning with the encoders that are best alone, each once, instead of the best.
   *
   * @param best how many, at least one; all if there are fewer
   * @throws IllegalArgumentException if that is not so
   */
  public GreedySelection startingWith(int best) {
    return new GreedySelection(
        pooling, thresholds, positive("encoders to start with", best), rounds);
  }

  /**
   * This search with another number of rounds than {@value #ROUNDS}.
   *
   * @param count how often an encoder is added after the start, at least once
   * @throws IllegalArgumentException if that is not so
   */
  public GreedySelection withRounds(int count) {
    return new GreedySelection(pooling, thresholds, start, positive("rounds", count));
  }

  private static int positive(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("%d %s: must be at least 1".formatted(count, what));
    }
    return count;
  }

  @Override
  public WeightedFusion search(LabeledVotes votes) {
    return Voters.weigh(votes, pooling, this::weigh);
  }

  private double[] weigh(LabeledVotes votes) {
    BestSeen seen = new BestSeen(new WeightJudge(votes, pooling, thresholds));
    double[] counts = new double[votes.encoderIds().size()];
    for (int encoder : bestToAdd(counts, seen).subList(0, Math.min(start, counts.length))) {
      counts[encoder]++;
    }
    seen.judge(counts);
    for (int round = 0; round < rounds; round++) {
      counts[bestToAdd(counts, seen).get(0)]++;
    }
    return seen.weights();
  }

  /** The encoders, the one with which an ensemble becomes best first. */
  private static List<Integer> bestToAdd(double[] counts, BestSeen seen) {
    List<Integer> encoders = new ArrayList<>();
    List<WeightJudge.Verdict> verdicts = new ArrayList<>();
    for (int encoder = 0; encoder < counts.length; encoder++) {
      double[] more = counts.clone();
      more[encoder]++;
      encoders.add(encoder);
      verdicts.add(seen.judge(more));
    }
    encoders.sort(Comparator.comparing(verdicts::get, Comparator.reverseOrder()));
    return encoders;
  }

  /**
   * Such as {@code greedy ensemble selection with replacement from the best 1, 50 rounds, on Score
   * with ...}.
   */
  @Override
  public String toString() {
    return ("greedy ensemble selection with replacement from the best %d, %d rounds, on Score with"
            + " %s, %s")
        .formatted(start, rounds, thresholds, pooling.description());
  }
}
