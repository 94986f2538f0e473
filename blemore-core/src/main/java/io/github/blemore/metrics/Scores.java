package io.github.blemore.metrics;

import io.github.blemore.Blend;
import java.util.List;
import java.util.Optional;

/**
 * The accuracies of the BLEMORE challenge.
 *
 * @param presence ACC_presence, 0..1: the share of all clips whose predicted set of emotions is the
 *     true one
 * @param salience ACC_salience, 0..1: the share of the clips that truly are blends whose predicted
 *     emotions and saliences both are the true ones; 0 if no clip truly is a blend
 */
public record Scores(double presence, double salience) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if an accuracy is not in 0..1
   */
  public Scores {
    if (!(presence >= 0 && presence <= 1 && salience >= 0 && salience <= 1)) {
      throw new IllegalArgumentException(
          "presence %s, salience %s: must be 0..1".formatted(presence, salience));
    }
  }

  /**
   * Scores predictions.
   *
   * @param truth what each clip shows
   * @param predicted what was predicted for each, in the same order
   * @throws IllegalArgumentException if there is no clip, or the lists differ in length
   */
  public static Scores of(List<Blend> truth, List<Blend> predicted) {
    return ofAnswers(truth, predicted.stream().map(Optional::of).toList());
  }

  /**
   * Scores predictions of which some are missing, as where no face was found: a missing one is
   * wrong.
   *
   * @param truth what each clip shows
   * @param answers what was predicted for each, in the same order
   * @throws IllegalArgumentException if there is no clip, or the lists differ in length
   */
  public static Scores ofAnswers(List<Blend> truth, List<Optional<Blend>> answers) {
    if (truth.isEmpty() || truth.size() != answers.size()) {
      throw new IllegalArgumentException(
          "%d true blends and %d predicted ones: must be as many, and at least one"
              .formatted(truth.size(), answers.size()));
    }
    int present = 0;
    int blends = 0;
    int salient = 0;
    for (int i = 0; i < truth.size(); i++) {
      Blend wanted = truth.get(i);
      Optional<Blend> answer = answers.get(i);
      present += answer.filter(wanted::hasSameEmotions).isPresent() ? 1 : 0;
      if (wanted.isBlend()) {
        blends++;
        salient += answer.filter(wanted::equals).isPresent() ? 1 : 0;
      }
    }
    return new Scores(present / (double) truth.size(), blends == 0 ? 0 : salient / (double) blends);
  }

  /** The challenge's ranking figure: the mean of the two. */
  public double score() {
    return 0.5 * presence + 0.5 * salience;
  }
}
