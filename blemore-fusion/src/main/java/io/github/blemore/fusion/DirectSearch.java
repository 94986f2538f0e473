package io.github.blemore.fusion;

import io.github.blemore.threshold.ThresholdSearch;
import java.util.Arrays;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.MersenneTwister;

/**
 * The best Score that CMA-ES (Hansen and Ostermeier, Evolutionary Computation 9(2), 2001) sees,
 * each weights with the thresholds that are best for them. Coordinates are the logarithms of the
 * weights. It begins at the weights of {@link WeightSearch#likelihood}, those below a thousandth
 * raised to it, and returns the best weights seen; on a tie of Scores those of the lowest
 * cross-entropy of the soft labels. They are never worse than the likelihood's own.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class DirectSearch implements WeightSearch {

  private static final int EVALUATIONS = 2000;
  private static final double SMALLEST_START = 1e-3;

  /** Of the logarithms: most weights first tried are within a factor of e of the start. */
  private static final double DEVIATION = 0.5;

  private final Pooling pooling;
  private final ThresholdSearch thresholds;
  private final int evaluations;
  private final long seed;

  private DirectSearch(Pooling pooling, ThresholdSearch thresholds, int evaluations, long seed) {
    this.pooling = pooling;
    this.thresholds = thresholds;
    this.evaluations = evaluations;
    this.seed = seed;
  }

  static DirectSearch of(Pooling pooling) {
    return new DirectSearch(pooling, ThresholdSearch.exact(), EVALUATIONS, 0);
  }

  /** This search with other thresholds; unless said otherwise they are the best of all. */
  public DirectSearch withThresholds(ThresholdSearch search) {
    return new DirectSearch(pooling, search, evaluations, seed);
  }

  /**
   * This search with another limit than {@value #EVALUATIONS}.
   *
   * @param most how many weights are tried at most, the start being one: at least one
   * @throws IllegalArgumentException if that is not so
   */
  public DirectSearch withEvaluations(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("%d evaluations: must be at least 1".formatted(most));
    }
    return new DirectSearch(pooling, thresholds, most, seed);
  }

  /** This search with another seed than 0. */
  public DirectSearch withSeed(long other) {
    return new DirectSearch(pooling, thresholds, evaluations, other);
  }

  @Override
  public WeightedFusion search(LabeledVotes votes) {
    return Voters.weigh(votes, pooling, this::weigh);
  }

  private double[] weigh(LabeledVotes votes) {
    double[] start = new MaximumLikelihood(pooling).weigh(votes);
    BestSeen seen = new BestSeen(new WeightJudge(votes, pooling, thresholds));
    seen.judge(start);
    int population = 4 + (int) (3 * Math.log(start.length));
    // The optimizer tries its own first guess, then whole populations.
    int generations = (evaluations - 2) / population;
    if (start.length > 1 && generations > 0) {
      new CMAESOptimizer(
              generations, 0, true, 0, 0, new MersenneTwister(seed), false, (i, last, now) -> false)
          .optimize(
              new MaxEval(evaluations),
              new ObjectiveFunction(logs -> seen.judge(exp(logs)).score()),
              GoalType.MAXIMIZE,
              new InitialGuess(logs(start)),
              SimpleBounds.unbounded(start.length),
              new CMAESOptimizer.Sigma(filled(start.length, DEVIATION)),
              new CMAESOptimizer.PopulationSize(population));
    }
    return seen.weights();
  }

  private static double[] logs(double[] weights) {
    return Arrays.stream(weights).map(w -> Math.log(Math.max(w, SMALLEST_START))).toArray();
  }

  /** Weights, the largest being 1, so that none is infinite. */
  private static double[] exp(double[] logs) {
    double max = Arrays.stream(logs).max().orElseThrow();
    return Arrays.stream(logs).map(log -> Math.exp(log - max)).toArray();
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  /**
   * Such as {@code CMA-ES from maximum likelihood, 2000 evaluations, seed 0, on Score with ...}.
   */
  @Override
  public String toString() {
    return "CMA-ES from maximum likelihood, %d evaluations, seed %d, on Score with %s, %s"
        .formatted(evaluations, seed, thresholds, pooling.description());
  }
}
