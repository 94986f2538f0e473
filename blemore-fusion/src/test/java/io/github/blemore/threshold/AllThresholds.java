package io.github.blemore.threshold;

import io.github.blemore.DecisionRule;
import io.github.blemore.metrics.Scores;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The slow, obvious exact search: on every pair of thresholds that can make a difference, every
 * clip is decided anew.
 */
final class AllThresholds {

  private final RandomClips clips;
  private final List<Double> alphas;
  private final List<Double> betas;
  private final Scores[][] scores;

  AllThresholds(RandomClips clips) {
    this.clips = clips;
    this.alphas = List.copyOf(clips.alphas());
    this.betas = List.copyOf(clips.betas());
    this.scores =
        alphas.stream()
            .map(alpha -> betas.stream().map(beta -> scores(alpha, beta)).toArray(Scores[]::new))
            .toArray(Scores[][]::new);
  }

  private Scores scores(double alpha, double beta) {
    return clips.scores(DecisionRule.of(alpha, beta));
  }

  double best(Objective objective) {
    return IntStream.range(0, scores.length).mapToDouble(a -> best(a, objective)).max().orElse(0);
  }

  private double best(int alpha, Objective objective) {
    double best = 0;
    for (Scores score : scores[alpha]) {
      best = Math.max(best, objective.of(score));
    }
    return best;
  }

  /**
   * The middle of the widest run of alphas that are best with some beta. Above one candidate, up to
   * the next, all alphas predict as that next one.
   */
  double alpha(Objective objective) {
    double best = best(objective);
    double widest = -1;
    double middle = -1;
    int low = 0;
    while (low < alphas.size() - 1) {
      int high = low;
      while (high < alphas.size() - 1 && best(high + 1, objective) == best) {
        high++;
      }
      double width = alphas.get(high) - alphas.get(low);
      if (high > low && width > widest) {
        widest = width;
        middle = alphas.get(low) + width / 2;
        middle = middle > alphas.get(low) ? middle : alphas.get(high);
      }
      low = high + 1;
    }
    return middle;
  }

  /**
   * The middle of the widest run of betas that are best with an alpha. From one candidate, up to
   * below the next, all betas predict as that one.
   */
  double beta(double alpha, Objective objective) {
    double best = best(objective);
    double widest = -1;
    double middle = -1;
    int low = 0;
    while (low < betas.size()) {
      int high = low;
      while (high < betas.size() && objective.of(scores(alpha, betas.get(high))) == best) {
        high++;
      }
      double end = high < betas.size() ? betas.get(high) : 1;
      double width = end - betas.get(low);
      if (high > low && width > widest) {
        widest = width;
        middle = betas.get(low) + width / 2;
        middle = middle < end ? middle : betas.get(low);
      }
      low = high + 1;
    }
    return middle;
  }
}
