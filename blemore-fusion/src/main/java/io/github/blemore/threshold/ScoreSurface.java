package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.metrics.Scores;
import java.util.Arrays;
import java.util.List;

/**
 * The scores over a grid of thresholds as a matrix, such as for a picture.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class ScoreSurface {

  private final double[] alphas;
  private final double[] betas;
  private final Scores[][] scores;

  private ScoreSurface(double[] alphas, double[] betas, Scores[][] scores) {
    this.alphas = alphas;
    this.betas = betas;
    this.scores = scores;
  }

  /**
   * Scores every point of a grid.
   *
   * @param probabilities {@code [clips, 6]}
   * @param truth what each clip shows, in the same order
   * @param alphas at least one, each 0..1 and above the one before
   * @param betas at least one, each 0..1 and above the one before
   * @throws IllegalArgumentException if that is not so, there is no clip, or not one truth for each
   */
  public static ScoreSurface of(
      Probabilities probabilities, List<Blend> truth, double[] alphas, double[] betas) {
    GridSearch grid = ThresholdSearch.grid().withAlphas(alphas).withBetas(betas);
    List<GridPoint> points = grid.surface(probabilities, truth);
    Scores[][] scores = new Scores[alphas.length][betas.length];
    for (int i = 0; i < points.size(); i++) {
      scores[i / betas.length][i % betas.length] = points.get(i).scores();
    }
    return new ScoreSurface(grid.alphas(), grid.betas(), scores);
  }

  /** A copy of the values of alpha, ascending. */
  public double[] alphas() {
    return alphas.clone();
  }

  /** A copy of the values of beta, ascending. */
  public double[] betas() {
    return betas.clone();
  }

  /**
   * The accuracies at one point.
   *
   * @throws IndexOutOfBoundsException if the grid has no such alpha or beta
   */
  public Scores at(int alphaIndex, int betaIndex) {
    return scores[alphaIndex][betaIndex];
  }

  /** The Score of each point, float64 {@code [alphas, betas]}, 0..1. */
  public double[][] score() {
    return Arrays.stream(scores)
        .map(row -> Arrays.stream(row).mapToDouble(Scores::score).toArray())
        .toArray(double[][]::new);
  }

  @Override
  public String toString() {
    return "scores of %d x %d thresholds".formatted(alphas.length, betas.length);
  }
}
