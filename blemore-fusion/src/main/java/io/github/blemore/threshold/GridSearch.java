package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The search of the BLEMORE baseline: the best point of a grid of thresholds, on a tie the one with
 * the smallest alpha, then beta. Unless said otherwise the grid has the baseline's 20 x 20 values,
 * evenly spaced from 0.05 to 0.95, and what is best is 0.5 ACC_presence + 0.5 ACC_salience. Results
 * are those of the baseline to the bit, for float64 and for float32 probabilities.
 *
 * <p>Each clip is looked at once. Time is that of reading the clips, plus the grid's size.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class GridSearch implements ThresholdSearch {

  private static final int BASELINE_STEPS = 19;

  static final GridSearch BASELINE =
      new GridSearch(Objective.SCORE, baselineAxis(), baselineAxis());

  private final Objective objective;
  private final double[] alphas;
  private final double[] betas;

  private GridSearch(Objective objective, double[] alphas, double[] betas) {
    this.objective = objective;
    this.alphas = alphas;
    this.betas = betas;
  }

  /** NumPy's {@code linspace(0.05, 0.95, 20)}, to the bit. */
  private static double[] baselineAxis() {
    double start = 0.05;
    double end = 0.95;
    double step = (end - start) / BASELINE_STEPS;
    double[] axis = new double[BASELINE_STEPS + 1];
    for (int i = 0; i < BASELINE_STEPS; i++) {
      axis[i] = start + i * step;
    }
    axis[BASELINE_STEPS] = end;
    return axis;
  }

  /**
   * This search with another weight of presence against salience.
   *
   * @param weight w in {@code w * ACC_presence + (1 - w) * ACC_salience}, 0..1
   * @throws IllegalArgumentException if it is not in 0..1
   */
  public GridSearch withPresenceWeight(double weight) {
    return new GridSearch(new Objective(weight), alphas, betas);
  }

  /**
   * This search with other values of alpha.
   *
   * @param values at least one, each 0..1 and above the one before
   * @throws IllegalArgumentException if that is not so
   */
  public GridSearch withAlphas(double... values) {
    return new GridSearch(objective, axis("alphas", values), betas);
  }

  /**
   * This search with other values of beta.
   *
   * @param values at least one, each 0..1 and above the one before
   * @throws IllegalArgumentException if that is not so
   */
  public GridSearch withBetas(double... values) {
    return new GridSearch(objective, alphas, axis("betas", values));
  }

  private static double[] axis(String name, double... values) {
    boolean ascending = values.length > 0;
    for (int i = 0; i < values.length; i++) {
      ascending &= values[i] >= 0 && values[i] <= 1 && (i == 0 || values[i] > values[i - 1]);
    }
    if (!ascending) {
      throw new IllegalArgumentException(
          "%s are %s: must be at least one, each 0..1 and above the one before"
              .formatted(name, Arrays.toString(values)));
    }
    // Binary search puts a negative zero below zero, the rule does not.
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  /** A copy of the values of alpha, ascending. */
  public double[] alphas() {
    return alphas.clone();
  }

  /** A copy of the values of beta, ascending. */
  public double[] betas() {
    return betas.clone();
  }

  /** Searches; whose clip each is makes no difference. */
  @Override
  public Thresholds search(Probabilities probabilities, List<Blend> truth, List<String> people) {
    LabeledClips.requireAsMany(people, truth);
    List<GridPoint> surface = surface(probabilities, truth);
    GridPoint best = surface.get(0);
    double bestPresence = 0;
    double bestSalience = 0;
    for (GridPoint point : surface) {
      if (objective.of(point.scores()) > objective.of(best.scores())) {
        best = point;
      }
      bestPresence = Math.max(bestPresence, point.scores().presence());
      bestSalience = Math.max(bestSalience, point.scores().salience());
    }
    return new Thresholds(best.rule(), best.scores(), bestPresence, bestSalience);
  }

  /**
   * The scores of every point of the grid.
   *
   * @param probabilities {@code [clips, 6]}
   * @param truth what each clip shows, in the same order
   * @return {@code alphas * betas} points, alpha slowest
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  public List<GridPoint> surface(Probabilities probabilities, List<Blend> truth) {
    LabeledClips clips = LabeledClips.of(probabilities, truth);
    GridCounts counts = new GridCounts(alphas, betas, clips.undecided());
    int[] present = counts.present();
    int[][] salient = counts.salient();
    List<GridPoint> points = new ArrayList<>(alphas.length * betas.length);
    for (int a = 0; a < alphas.length; a++) {
      for (int b = 0; b < betas.length; b++) {
        Scores scores = clips.scores(clips.alwaysPresent() + present[a], salient[a][b]);
        points.add(new GridPoint(DecisionRule.of(alphas[a], betas[b]), scores));
      }
    }
    return List.copyOf(points);
  }

  /** Such as {@code grid of 20 x 20 thresholds, presence weighing 0.5}. */
  @Override
  public String toString() {
    String grid =
        "grid of %d x %d thresholds, presence weighing %s"
            .formatted(alphas.length, betas.length, objective.presenceWeight());
    boolean usual = Arrays.equals(alphas, baselineAxis()) && Arrays.equals(betas, baselineAxis());
    return usual
        ? grid
        : "%s: alphas %s, betas %s"
            .formatted(grid, Arrays.toString(alphas), Arrays.toString(betas));
  }
}
