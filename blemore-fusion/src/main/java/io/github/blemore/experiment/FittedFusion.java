package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.LateFusion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.calibration.Abstention;
import io.github.blemore.calibration.CalibratedFusion;
import io.github.blemore.calibration.Calibration;
import io.github.blemore.salience.PersonalizedDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How votes become blends, fitted.
 *
 * @param fusion how they become one distribution
 * @param calibration what is made of that
 * @param rule the thresholds for people who are not known
 * @param personal how decisions are adapted to a person, if they are
 * @param abstention what is too uncertain to rely on, if that is judged
 */
public record FittedFusion(
    LateFusion fusion,
    Calibration calibration,
    ThresholdRule rule,
    Optional<PersonalizedDecision> personal,
    Optional<Abstention> abstention) {

  /** What a recognizer fuses by: calibration included. */
  public LateFusion calibrated() {
    return calibration instanceof Calibration.Identity
        ? fusion
        : CalibratedFusion.of(fusion, calibration);
  }

  /** What a recognizer decides by while it knows nothing of a person. */
  public DecisionRule decision() {
    return personal.<DecisionRule>map(rule -> rule).orElse(rule);
  }

  FittedFusion with(LateFusion other) {
    return new FittedFusion(other, calibration, rule, personal, abstention);
  }

  FittedFusion with(Abstention judge) {
    return new FittedFusion(fusion, calibration, rule, personal, Optional.of(judge));
  }

  /**
   * Decides on the clips of some people, all of them known.
   *
   * @param distributions calibrated, of each clip
   * @param people whose each is
   */
  List<Blend> decide(List<EmotionDistribution> distributions, List<String> people) {
    List<Blend> decided = new ArrayList<>(distributions.size());
    if (personal.isEmpty()) {
      distributions.forEach(p -> decided.add(rule.decide(p)));
      return decided;
    }
    PersonalizedDecision own = personal.get().adaptedTo(distributions, people);
    for (int i = 0; i < distributions.size(); i++) {
      decided.add(own.decide(people.get(i), distributions.get(i)));
    }
    return decided;
  }

  /** What was fitted besides weights and thresholds, in words. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!(calibration instanceof Calibration.Identity)) {
      notes.add(calibration.toString());
    }
    personal.ifPresent(own -> notes.add(own.toString()));
    abstention.ifPresent(judge -> notes.add(judge.toString()));
    return notes;
  }
}
