package io.github.blemore.cli;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.Recognition;
import io.github.blemore.ThresholdRule;
import io.github.blemore.salience.PersonalizedDecision;
import java.util.List;
import java.util.Optional;

/**
 * A recognizer, and what is to be known of how it decides.
 *
 * @param recognizer closed with this
 * @param rule the thresholds that are common to all people
 * @param personal how beta is adapted to people, if it can be
 * @param description what it is, in a line
 */
record Predictor(
    BlendRecognizer recognizer,
    ThresholdRule rule,
    Optional<PersonalizedDecision> personal,
    String description)
    implements AutoCloseable {

  /** The rule that knows the people of these clips by all there are of them. */
  PersonalizedDecision adaptedTo(List<Recognition> clips) {
    List<Recognition> known =
        clips.stream().filter(one -> one.clip().person().isPresent()).toList();
    return personal
        .orElseThrow()
        .adaptedTo(
            known.stream().map(Recognition::distribution).toList(),
            known.stream().map(one -> one.clip().person().orElseThrow()).toList());
  }

  @Override
  public void close() {
    recognizer.close();
  }
}
