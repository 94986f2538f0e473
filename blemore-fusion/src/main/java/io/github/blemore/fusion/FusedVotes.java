package io.github.blemore.fusion;

import io.github.blemore.Blend;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a fusion made of {@link LabeledVotes}: a distribution for each clip on which an encoder with
 * a weight above zero votes. The other clips cannot be answered: they count as wrong, and do not
 * take part where thresholds are chosen.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class FusedVotes {

  private final LabeledVotes votes;
  private final int[] answered;
  private final Probabilities probabilities;

  FusedVotes(LabeledVotes votes, int[] answered, Probabilities probabilities) {
    this.votes = votes;
    this.answered = answered;
    this.probabilities = probabilities;
  }

  /** The votes it is made of. */
  public LabeledVotes votes() {
    return votes;
  }

  /** The places in {@link LabeledVotes#clipIds} of the clips with a distribution, ascending. */
  public int[] answered() {
    return answered.clone();
  }

  /** The distributions, {@code [answered clips, 6]}. */
  public Probabilities probabilities() {
    return probabilities;
  }

  /** What each of the answered clips shows. */
  public List<Blend> truth() {
    return LabeledVotes.at(answered, votes.truth());
  }

  /** Who is seen in each of the answered clips. */
  public List<String> people() {
    return LabeledVotes.at(answered, votes.people());
  }

  /**
   * The thresholds that a search finds best on the answered clips.
   *
   * @throws IllegalArgumentException if no clip has a distribution
   */
  public Thresholds thresholds(ThresholdSearch search) {
    if (answered.length == 0) {
      throw new IllegalArgumentException(
          "none of %d clips has a vote with a weight above 0: no thresholds can be chosen"
              .formatted(votes.clips()));
    }
    return search.search(probabilities, truth(), people());
  }

  /** What a rule decides on each of the votes' clips; empty where there is no distribution. */
  public List<Optional<Blend>> decide(ThresholdRule rule) {
    List<Blend> decided = probabilities.decide(rule);
    List<Optional<Blend>> answers =
        new ArrayList<>(Collections.nCopies(votes.clips(), Optional.empty()));
    for (int i = 0; i < answered.length; i++) {
      answers.set(answered[i], Optional.of(decided.get(i)));
    }
    return List.copyOf(answers);
  }

  /** What a rule scores on all of the votes' clips. */
  public Scores scores(ThresholdRule rule) {
    return Scores.ofAnswers(votes.truth(), decide(rule));
  }

  /** What the thresholds that a search finds best score on all of the votes' clips. */
  Scores best(ThresholdSearch search) {
    if (answered.length == 0) {
      return new Scores(0, 0);
    }
    Thresholds found = thresholds(search);
    return answered.length == votes.clips() ? found.scores() : scores(found.rule());
  }
}
