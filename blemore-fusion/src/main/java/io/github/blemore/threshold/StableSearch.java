package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.ThresholdRule;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds thresholds that score well whoever is looked at, not only best on these people: people are
 * resampled with replacement, each with all clips, and of all thresholds those are taken whose
 * score has the best lower quantile over the resamples. Unless said otherwise what is scored is 0.5
 * ACC_presence + 0.5 ACC_salience, the quantile is {@value #QUANTILE} and there are {@value
 * #RESAMPLES} resamples of seed 0.
 *
 * <p>Candidates are values between the places where some clip changes: all intervals between those
 * if there are at most {@value #CANDIDATES}; if more, each threshold has {@value #CANDIDATES}
 * candidates, spread evenly over the ranks of these places, so most densely where most clips
 * change. Candidates neighbor each other; of equally good ones it takes, as {@link ExactSearch}
 * does, those around the middle of the widest stretch, first for alpha, then for beta.
 *
 * <p>Time is that of scoring and ranking {@value #CANDIDATES} x {@value #CANDIDATES} points in each
 * resample: about 0.1 s for 2,456 clips of 47 people.
 *
 * <p>No gain over {@link ExactSearch} was measured: on 60 sets each of 5, 9 and 47 simulated
 * people, the Score on 60 other people was on average 0.0007 lower to 0.0004 higher, within two
 * standard errors. Quantiles of 0.1 and 0.5, and 50 or 800 resamples, did no better than the
 * defaults.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class StableSearch implements ThresholdSearch {

  /** How often people are drawn unless said otherwise. */
  public static final int RESAMPLES = 200;

  /** The quantile that is maximized unless said otherwise. */
  public static final double QUANTILE = 0.25;

  /** How many values each threshold is tried at, at most. */
  static final int CANDIDATES = 100;

  static final StableSearch DEFAULT = new StableSearch(Objective.SCORE, 0, RESAMPLES, QUANTILE);

  private final Objective objective;
  private final long seed;
  private final int resamples;
  private final double quantile;

  private StableSearch(Objective objective, long seed, int resamples, double quantile) {
    this.objective = objective;
    this.seed = seed;
    this.resamples = resamples;
    this.quantile = quantile;
  }

  /**
   * This search with another weight of presence against salience.
   *
   * @param weight w in {@code w * ACC_presence + (1 - w) * ACC_salience}, 0..1
   * @throws IllegalArgumentException if it is not in 0..1
   */
  public StableSearch withPresenceWeight(double weight) {
    return new StableSearch(new Objective(weight), seed, resamples, quantile);
  }

  /** This search with people drawn by {@link SplittableRandom} of another seed. */
  public StableSearch withSeed(long value) {
    return new StableSearch(objective, value, resamples, quantile);
  }

  /**
   * This search with another number of resamples.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public StableSearch withResamples(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("resamples are %d: must be at least 1".formatted(count));
    }
    return new StableSearch(objective, seed, count, quantile);
  }

  /**
   * This search with another quantile.
   *
   * @param share q: maximized is the smallest of the resampled scores that a share of at least q of
   *     them does not exceed; 0 for the very smallest, 0.5 for the median, 1 for the greatest
   * @throws IllegalArgumentException if it is not in 0..1
   */
  public StableSearch withQuantile(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("quantile is %s: must be 0..1".formatted(share));
    }
    return new StableSearch(objective, seed, resamples, share);
  }

  /**
   * Searches.
   *
   * @throws IllegalArgumentException also if all clips are of one person: there is nobody to
   *     resample
   */
  @Override
  public Thresholds search(Probabilities probabilities, List<Blend> truth, List<String> people) {
    Thresholds exact = ThresholdSearch.exact().search(probabilities, truth, people);
    ResampledPeople resampled = new ResampledPeople(probabilities, truth, people);
    if (resampled.count() == 1) {
      throw new IllegalArgumentException(
          "all clips are of one person, %s: must be of at least two; take ThresholdSearch.exact()"
              .formatted(people.get(0)));
    }
    ThresholdAxis alphas = alphas(resampled.undecided());
    ThresholdAxis betas = betas(resampled.undecided());
    double[][] lower = lowerQuantiles(resampled, alphas.values(), betas.values());
    int alpha = alphas.best(Arrays.stream(lower).mapToDouble(StableSearch::max).toArray());
    int beta = betas.best(lower[alpha]);
    ThresholdRule rule = DecisionRule.of(alphas.values()[alpha], betas.values()[beta]);
    return new Thresholds(
        rule,
        LabeledClips.of(probabilities, truth).scores(rule),
        exact.bestPresence(),
        exact.bestSalience());
  }

  /** The candidates for alpha. */
  static ThresholdAxis alphas(List<UndecidedClip> clips) {
    return ThresholdAxis.of(ExactSearch.alphas(clips), CANDIDATES, ExactSearch::alpha);
  }

  /** The candidates for beta. */
  static ThresholdAxis betas(List<UndecidedClip> clips) {
    return ThresholdAxis.of(ExactSearch.betas(clips), CANDIDATES, ExactSearch::beta);
  }

  /** For each alpha and beta the lower quantile of the objective over the resamples. */
  private double[][] lowerQuantiles(ResampledPeople people, double[] alphas, double[] betas) {
    GridCounts grid = new GridCounts(alphas, betas, people.undecided());
    double[][][] objectives = new double[alphas.length][betas.length][resamples];
    SplittableRandom random = new SplittableRandom(seed);
    for (int resample = 0; resample < resamples; resample++) {
      ResampledPeople.Draw draw = people.draw(random);
      int[] present = grid.present(draw.times());
      int[][] salient = grid.salient(draw.times());
      for (int a = 0; a < alphas.length; a++) {
        int right = draw.alwaysPresent() + present[a];
        for (int b = 0; b < betas.length; b++) {
          objectives[a][b][resample] = objective.of(draw.scores(right, salient[a][b]));
        }
      }
    }
    int rank = Math.max(0, (int) Math.ceil(quantile * resamples) - 1);
    double[][] lower = new double[alphas.length][betas.length];
    for (int a = 0; a < alphas.length; a++) {
      for (int b = 0; b < betas.length; b++) {
        Arrays.sort(objectives[a][b]);
        lower[a][b] = objectives[a][b][rank];
      }
    }
    return lower;
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** Such as {@code stable thresholds, quantile 0.25 of 200 resamples of people, seed 0, ...}. */
  @Override
  public String toString() {
    return "stable thresholds, quantile %s of %d resamples of people, seed %d, presence weighing %s"
        .formatted(quantile, resamples, seed, objective.presenceWeight());
  }
}
