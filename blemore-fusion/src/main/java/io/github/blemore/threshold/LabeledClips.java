package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Clips with their truth, reduced to what a search needs: how many there are, how many are
 * predicted right by any thresholds, and those for which it depends.
 */
final class LabeledClips {

  /** At these thresholds every clip that can be predicted as two emotions is. */
  private static final ThresholdRule WIDEST = DecisionRule.of(0, 0);

  private final int clips;
  private final int blends;
  private final int alwaysPresent;
  private final List<UndecidedClip> undecided;

  private LabeledClips(int clips, int blends, int alwaysPresent, List<UndecidedClip> undecided) {
    this.clips = clips;
    this.blends = blends;
    this.alwaysPresent = alwaysPresent;
    this.undecided = undecided;
  }

  /**
   * Reduces.
   *
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  static LabeledClips of(Probabilities probabilities, List<Blend> truth) {
    if (truth.isEmpty() || truth.size() != probabilities.clips()) {
      throw new IllegalArgumentException(
          "%d true blends and probabilities of %d clips: must be as many, and at least one"
              .formatted(truth.size(), probabilities.clips()));
    }
    int blends = 0;
    int alwaysPresent = 0;
    List<UndecidedClip> undecided = new ArrayList<>();
    List<Blend> widest = probabilities.decide(WIDEST);
    for (int clip = 0; clip < truth.size(); clip++) {
      Blend shown = truth.get(clip);
      Blend predicted = widest.get(clip);
      blends += shown.isBlend() ? 1 : 0;
      if (predicted.isBlend()) {
        Optional<UndecidedClip> open = undecided(predicted, shown, probabilities, clip);
        if (open.isPresent()) {
          undecided.add(open.get());
        }
      } else {
        alwaysPresent += shown.salience(predicted.parts().get(0).emotion()) == 100 ? 1 : 0;
      }
    }
    return new LabeledClips(truth.size(), blends, alwaysPresent, undecided);
  }

  /**
   * Checks that each clip is somebody's.
   *
   * @throws IllegalArgumentException if there are not as many people as truths
   */
  static void requireAsMany(List<String> people, List<Blend> truth) {
    if (people.size() != truth.size()) {
      throw new IllegalArgumentException(
          "%d people and %d true blends: must be as many, whose clip each is"
              .formatted(people.size(), truth.size()));
    }
  }

  /** How many there are. */
  int clips() {
    return clips;
  }

  /** How many of them truly are blends. */
  int blends() {
    return blends;
  }

  private static Optional<UndecidedClip> undecided(
      Blend widest, Blend shown, Probabilities probabilities, int clip) {
    // On a tie both are at 50, and the first in class order is the one predicted alone.
    int stronger = widest.parts().get(1).salience() == 70 ? 1 : 0;
    Emotion first = widest.parts().get(stronger).emotion();
    Emotion second = widest.parts().get(1 - stronger).emotion();
    Optional<UndecidedClip.Truth> truth = truth(shown, first, second);
    if (truth.isEmpty()) {
      return Optional.empty();
    }
    double[] row = probabilities.row(clip);
    double p1 = row[first.index()];
    double p2 = row[second.index()];
    return Optional.of(
        probabilities.isFloat32()
            ? new UndecidedClip(
                Math.min(p1, lastNarrowedTo((float) p2)), (float) (p1 - p2), truth.get())
            : new UndecidedClip(p2, p1 - p2, truth.get()));
  }

  /** Empty if the clip shows neither the first alone nor both: no thresholds predict that. */
  private static Optional<UndecidedClip.Truth> truth(Blend shown, Emotion first, Emotion second) {
    if (shown.salience(first) == 100) {
      return Optional.of(UndecidedClip.Truth.FIRST_ALONE);
    }
    if (shown.salience(first) == 0 || shown.salience(second) == 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (shown.salience(first)) {
          case 50 -> UndecidedClip.Truth.EQUAL;
          case 70 -> UndecidedClip.Truth.FIRST_STRONGER;
          default -> UndecidedClip.Truth.SECOND_STRONGER;
        });
  }

  /**
   * The largest float64 that is not above a value once rounded to float32: the rule rounds alpha so
   * where it compares it with the second probability.
   */
  private static double lastNarrowedTo(float value) {
    double halfway = ((double) value + Math.nextUp(value)) / 2;
    return (float) halfway == value ? halfway : Math.nextDown(halfway);
  }

  /** The clips for which it depends on the thresholds whether they are predicted right. */
  List<UndecidedClip> undecided() {
    return undecided;
  }

  /** How many clips have their emotions predicted right, whatever the thresholds. */
  int alwaysPresent() {
    return alwaysPresent;
  }

  /** How many clips have their emotions predicted right with an alpha. */
  int present(double alpha) {
    int present = alwaysPresent;
    for (UndecidedClip clip : undecided) {
      present += clip.presentAt(alpha) ? 1 : 0;
    }
    return present;
  }

  /** What the thresholds of a rule score. */
  Scores scores(ThresholdRule rule) {
    int salient = 0;
    for (UndecidedClip clip : undecided) {
      salient += clip.salientAt(rule.alpha(), rule.beta()) ? 1 : 0;
    }
    return scores(present(rule.alpha()), salient);
  }

  /**
   * The accuracies, computed as {@link Scores#of} does.
   *
   * @param present how many of all clips have their emotions predicted right
   * @param salient how many of the true blends have their saliences predicted right, too
   */
  Scores scores(int present, int salient) {
    return new Scores(present / (double) clips, blends == 0 ? 0 : salient / (double) blends);
  }
}
