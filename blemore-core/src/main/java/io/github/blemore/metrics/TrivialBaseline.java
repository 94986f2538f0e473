package io.github.blemore.metrics;

import io.github.blemore.Blend;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is reached without looking at a clip: the figures to be above.
 *
 * <p>The challenge publishes 0.078 / 0 for the most frequent emotion and 0.057 / 0.035 for the most
 * frequent pair, both on all training clips. Its figure for the pair takes ACC_presence from the
 * most frequent pair and ACC_salience from the most frequent pair at one salience, which may be
 * another; here both are of one answer, so that it can be given.
 */
public final class TrivialBaseline {

  private TrivialBaseline() {}

  /**
   * The emotion that scores best if it is always the answer: the most frequent among the clips that
   * show one alone; on a tie the first in class order.
   *
   * @param labels what the clips show that may be looked at
   * @throws IllegalArgumentException if there is none
   */
  public static Blend bestSingle(List<Blend> labels) {
    return best(labels, answer -> !answer.isBlend());
  }

  /**
   * The pair and salience that have the best Score if they are always the answer; on a tie the
   * first in the order of {@link Blend#all}.
   *
   * @param labels what the clips show that may be looked at
   * @throws IllegalArgumentException if there is none
   */
  public static Blend bestBlend(List<Blend> labels) {
    return best(labels, Blend::isBlend);
  }

  private static Blend best(List<Blend> labels, Predicate<Blend> kind) {
    List<Blend> answers = Blend.all().stream().filter(kind).toList();
    Blend best = answers.get(0);
    double bestScore = -1;
    for (Blend answer : answers) {
      double score = always(answer, labels).score();
      if (score > bestScore) {
        best = answer;
        bestScore = score;
      }
    }
    return best;
  }

  /**
   * The scores of always giving one answer.
   *
   * @param truth what each clip shows
   * @throws IllegalArgumentException if there is no clip
   */
  public static Scores always(Blend answer, List<Blend> truth) {
    return Scores.of(truth, Collections.nCopies(truth.size(), answer));
  }

  /**
   * The expected scores of drawing each answer from the 36 of {@link Blend#all}, all equally
   * likely: ACC_presence is 1/36 for an emotion alone and 3/36 for a pair, ACC_salience 1/36.
   *
   * @param truth what each clip shows
   * @throws IllegalArgumentException if there is no clip
   */
  public static Scores chance(List<Blend> truth) {
    double presence = 0;
    double salience = 0;
    for (Blend answer : Blend.all()) {
      Scores scores = always(answer, truth);
      presence += scores.presence();
      salience += scores.salience();
    }
    return new Scores(presence / Blend.all().size(), salience / Blend.all().size());
  }
}
