package io.github.blemore.report;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.calibration.Judged;
import io.github.blemore.experiment.Answer;
import io.github.blemore.experiment.SystemResult;
import java.util.ArrayList;
import java.util.List;

/**
 * What a system said about the clips it had a vote on, side by side.
 *
 * @param answers all of them with a decision
 * @param fused before calibration
 * @param distributions that were decided on
 * @param blends what was decided
 * @param truth what the clips show
 * @param unanswered how many other clips there are
 */
record Answered(
    List<Answer> answers,
    List<EmotionDistribution> fused,
    List<EmotionDistribution> distributions,
    List<Blend> blends,
    List<Blend> truth,
    int unanswered) {

  static Answered of(SystemResult system) {
    List<Answer> answers = new ArrayList<>();
    List<EmotionDistribution> fused = new ArrayList<>();
    List<EmotionDistribution> distributions = new ArrayList<>();
    List<Blend> blends = new ArrayList<>();
    List<Blend> truth = new ArrayList<>();
    for (Answer answer : system.answers()) {
      if (answer.fused().isPresent()
          && answer.distribution().isPresent()
          && answer.blend().isPresent()) {
        answers.add(answer);
        fused.add(answer.fused().get());
        distributions.add(answer.distribution().get());
        blends.add(answer.blend().get());
        truth.add(answer.clip().label());
      }
    }
    return new Answered(
        answers, fused, distributions, blends, truth, system.answers().size() - answers.size());
  }

  boolean isEmpty() {
    return answers.isEmpty();
  }

  /** Whether what was decided on is another distribution than what was fused. */
  boolean isCalibrated() {
    return !fused.equals(distributions);
  }

  /** Each decision with its closeness. */
  List<Judged> judged() {
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < blends.size(); i++) {
      judged.add(Judged.of(distributions.get(i), blends.get(i), truth.get(i)));
    }
    return judged;
  }
}
