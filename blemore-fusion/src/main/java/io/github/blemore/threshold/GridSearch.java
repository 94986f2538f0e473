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
 * <p>Each clip is looked at once: its two emotions are predicted together up to one alpha and at
 * 50/50 from one beta on, so counts of those places, summed along the grid, give the accuracies of
 * all points. Time is that of reading the clips, plus the grid's size.
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

  @Override
  public Thresholds search(Probabilities probabilities, List<Blend> truth) {
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
    int[] present = present(clips);
    int[][] salient = salient(clips);
    List<GridPoint> points = new ArrayList<>(alphas.length * betas.length);
    for (int a = 0; a < alphas.length; a++) {
      for (int b = 0; b < betas.length; b++) {
        Scores scores = clips.scores(present[a], salient[a][b]);
        points.add(new GridPoint(DecisionRule.of(alphas[a], betas[b]), scores));
      }
    }
    return List.copyOf(points);
  }

  /** For each alpha the number of clips whose emotions are predicted right. */
  private int[] present(LabeledClips clips) {
    int[] change = new int[alphas.length + 1];
    for (UndecidedClip clip : clips.undecided()) {
      int alone = firstAbove(alphas, clip.lastAlpha());
      if (clip.truth() == UndecidedClip.Truth.FIRST_ALONE) {
        change[alone]++;
      } else {
        change[0]++;
        change[alone]--;
      }
    }
    int[] present = new int[alphas.length];
    int right = clips.alwaysPresent();
    for (int a = 0; a < alphas.length; a++) {
      right += change[a];
      present[a] = right;
    }
    return present;
  }

  /** For each alpha and beta the number of clips whose saliences are predicted right, too. */
  private int[][] salient(LabeledClips clips) {
    int[][] change = new int[alphas.length + 1][betas.length + 1];
    for (UndecidedClip clip : clips.undecided()) {
      int alone = firstAbove(alphas, clip.lastAlpha());
      int equal = firstNotBelow(betas, clip.difference());
      switch (clip.truth()) {
        case EQUAL -> change[alone][equal]++;
        case FIRST_STRONGER -> {
          change[alone][0]++;
          change[alone][equal]--;
        }
        default -> {}
      }
    }
    int[][] salient = new int[alphas.length][betas.length];
    int[] total = new int[betas.length];
    for (int a = alphas.length - 1; a >= 0; a--) {
      int right = 0;
      for (int b = 0; b < betas.length; b++) {
        right += change[a + 1][b];
        total[b] += right;
      }
      salient[a] = total.clone();
    }
    return salient;
  }

  /** The index of the first value above a bound, the length if there is none. */
  private static int firstAbove(double[] axis, double bound) {
    int at = Arrays.binarySearch(axis, bound);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** The index of the first value that is not below a bound, the length if there is none. */
  private static int firstNotBelow(double[] axis, double bound) {
    int at = Arrays.binarySearch(axis, bound);
    return at >= 0 ? at : -at - 1;
  }

  /** Such as {@code grid of 20 x 20 thresholds, presence weighing 0.5}. */
  @Override
  public String toString() {
    return "grid of %d x %d thresholds, presence weighing %s"
        .formatted(alphas.length, betas.length, objective.presenceWeight());
  }
}
