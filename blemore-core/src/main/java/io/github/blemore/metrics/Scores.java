package io.github.blemore.metrics;

import io.github.blemore.Blend;
import java.util.List;

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
    if (truth.isEmpty() || truth.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "%d true blends and %d predicted ones: must be as many, and at least one"
              .formatted(truth.size(), predicted.size()));
    }
    int present = 0;
    int blends = 0;
    int salient = 0;
    for (int i = 0; i < truth.size(); i++) {
      Blend wanted = truth.get(i);
      Blend got = predicted.get(i);
      present += sameEmotions(wanted, got) ? 1 : 0;
      if (wanted.isBlend()) {
        blends++;
        salient += wanted.equals(got) ? 1 : 0;
      }
    }
    return new Scores(present / (double) truth.size(), blends == 0 ? 0 : salient / (double) blends);
  }

  private static boolean sameEmotions(Blend a, Blend b) {
    return a.parts().size() == b.parts().size()
        && a.parts().stream().allMatch(part -> b.salience(part.emotion()) > 0);
  }

  /** The challenge's ranking figure: the mean of the two. */
  public double score() {
    return 0.5 * presence + 0.5 * salience;
  }
}
