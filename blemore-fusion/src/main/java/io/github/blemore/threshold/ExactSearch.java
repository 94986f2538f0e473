package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Finds the best of all thresholds: no alpha and beta in 0..1 score better than those it returns.
 * Unless said otherwise what is best is 0.5 ACC_presence + 0.5 ACC_salience. The order of the clips
 * makes no difference.
 *
 * <p>Mostly many thresholds are equally good. Of them it takes those furthest from where the score
 * changes. The alphas that are best together with some beta are intervals: alpha is the middle of
 * the widest, on a tie of the lowest. The betas that are best together with that alpha are
 * intervals, too: beta is the middle of the widest, on a tie of the lowest. Where rounding moves a
 * middle to an end that does not belong to the interval, it is the other end, which does.
 *
 * <p>What is compared are float64 numbers, computed as {@link Scores#score} does: of two pairs of
 * accuracies whose scores are the same in exact arithmetic, rounding may leave one a last bit above
 * the other, and then only that one counts as best.
 *
 * <p>The way: as alpha falls past a clip's second probability, the clip turns from one emotion to
 * two. That changes the number of right sets of emotions by one at most, and that of right
 * saliences by one for all betas from, or for all below, the difference of its two probabilities. A
 * tree keeps the maximum over beta of the latter. Time is O(n log n) for n clips.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class ExactSearch implements ThresholdSearch {

  static final ExactSearch SCORE = new ExactSearch(Objective.SCORE);

  private final Objective objective;

  private ExactSearch(Objective objective) {
    this.objective = objective;
  }

  /**
   * This search with another weight of presence against salience.
   *
   * @param weight w in {@code w * ACC_presence + (1 - w) * ACC_salience}, 0..1
   * @throws IllegalArgumentException if it is not in 0..1
   */
  public ExactSearch withPresenceWeight(double weight) {
    return new ExactSearch(new Objective(weight));
  }

  /** Searches; whose clip each is makes no difference. */
  @Override
  public Thresholds search(Probabilities probabilities, List<Blend> truth, List<String> people) {
    LabeledClips.requireAsMany(people, truth);
    LabeledClips clips = LabeledClips.of(probabilities, truth);
    List<UndecidedClip> byAlpha = new ArrayList<>(clips.undecided());
    Collections.sort(byAlpha);
    double[] alphas = alphas(byAlpha);
    double[] betas = betas(byAlpha);
    Scores[] best = bestOfEachAlpha(clips, byAlpha, alphas, betas);
    double alpha = alpha(Interval.widestBest(alphas, objectives(best)));
    double beta = beta(Interval.widestBest(betas, objectives(scoresAt(alpha, clips, betas))));
    ThresholdRule rule = DecisionRule.of(alpha, beta);
    double bestPresence = 0;
    double bestSalience = 0;
    for (Scores scores : best) {
      bestPresence = Math.max(bestPresence, scores.presence());
      bestSalience = Math.max(bestSalience, scores.salience());
    }
    return new Thresholds(rule, clips.scores(rule), bestPresence, bestSalience);
  }

  /** The ends of the intervals of alphas that predict the same. */
  static double[] alphas(List<UndecidedClip> clips) {
    double[] changes = new double[clips.size()];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = clips.get(i).lastAlpha();
    }
    Arrays.sort(changes);
    return bounds(changes);
  }

  /** The ends of the intervals of betas that predict the same. */
  static double[] betas(List<UndecidedClip> clips) {
    double[] changes = new double[clips.size()];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = clips.get(i).difference();
    }
    Arrays.sort(changes);
    return bounds(changes);
  }

  /**
   * 0, the places where a clip changes, each once, and 1; if one changes at 1, that is there twice.
   *
   * @param changes ascending
   */
  private static double[] bounds(double[] changes) {
    double[] bounds = new double[changes.length + 2];
    int last = 0;
    for (double change : changes) {
      if (change > bounds[last] && change <= 1) {
        bounds[++last] = change;
      }
    }
    bounds[++last] = 1;
    return Arrays.copyOf(bounds, last + 1);
  }

  /** For each interval of alphas the presence, and the best salience that a beta reaches there. */
  private static Scores[] bestOfEachAlpha(
      LabeledClips clips, List<UndecidedClip> byAlpha, double[] alphas, double[] betas) {
    int present = clips.present(1);
    StepFunction salient = new StepFunction(betas.length - 1);
    Scores[] best = new Scores[alphas.length - 1];
    int next = byAlpha.size() - 1;
    for (int a = best.length - 1; a >= 0; a--) {
      while (next >= 0 && byAlpha.get(next).lastAlpha() >= alphas[a + 1]) {
        UndecidedClip clip = byAlpha.get(next--);
        present += clip.truth() == UndecidedClip.Truth.FIRST_ALONE ? -1 : 1;
        addSalience(clip, betas, salient);
      }
      best[a] = clips.scores(present, salient.max());
    }
    return best;
  }

  private static void addSalience(UndecidedClip clip, double[] betas, StepFunction salient) {
    int equal = firstStep(clip, betas);
    switch (clip.truth()) {
      case EQUAL -> salient.addFrom(equal, 1);
      case FIRST_STRONGER -> {
        salient.addFrom(0, 1);
        salient.addFrom(equal, -1);
      }
      default -> {}
    }
  }

  /**
   * The step of betas at which a clip's emotions become equally strong; past the last if at none.
   */
  private static int firstStep(UndecidedClip clip, double[] betas) {
    int steps = betas.length - 1;
    int at = Arrays.binarySearch(betas, 0, steps, clip.difference());
    return at >= 0 ? at : steps;
  }

  /** For each interval of betas, the scores with one alpha. */
  private static Scores[] scoresAt(double alpha, LabeledClips clips, double[] betas) {
    StepFunction salient = new StepFunction(betas.length - 1);
    for (UndecidedClip clip : clips.undecided()) {
      if (alpha <= clip.lastAlpha()) {
        addSalience(clip, betas, salient);
      }
    }
    int present = clips.present(alpha);
    int[] values = salient.values();
    Scores[] scores = new Scores[values.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = clips.scores(present, values[i]);
    }
    return scores;
  }

  private double[] objectives(Scores[] scores) {
    double[] objectives = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      objectives[i] = objective.of(scores[i]);
    }
    return objectives;
  }

  /** A clip's last alpha belongs to the interval that ends with it. */
  static double alpha(Interval interval) {
    return interval.middle() > interval.low() ? interval.middle() : interval.high();
  }

  /** A clip's difference belongs to the interval that begins with it. */
  static double beta(Interval interval) {
    return interval.middle() < interval.high() ? interval.middle() : interval.low();
  }

  /** Such as {@code all thresholds, presence weighing 0.5}. */
  @Override
  public String toString() {
    return "all thresholds, presence weighing " + objective.presenceWeight();
  }
}
