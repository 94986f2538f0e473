package io.github.blemore.report;

import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.experiment.Answer;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.experiment.SystemResult.Kind;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Results made by hand, whose numbers are easy to tell. */
final class Results {

  static final String CHOSEN = "fused";

  private Results() {}

  static FoldScore fold(int number, double presence, Map<String, Double> weights) {
    return new FoldScore(
        number,
        4,
        1,
        Optional.of(new ThresholdRule(0.125 + 0.1 * number, 0.25)),
        weights,
        new Scores(presence, 0.1),
        List.of("temperature scaling, T = 1.23456789"));
  }

  static MetadataRow clip(String name, Blend truth, int fold) {
    return new MetadataRow(name, "v", truth, 1, OptionalInt.empty(), OptionalInt.empty(), fold);
  }

  static Answer none(MetadataRow clip) {
    return new Answer(clip, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** An answer that leaves the distribution as it was fused. */
  static Answer answer(MetadataRow clip, Blend said, double... probabilities) {
    EmotionDistribution distribution = EmotionDistribution.of(probabilities);
    return new Answer(
        clip,
        Optional.of(distribution),
        Optional.of(distribution),
        Optional.of(said),
        Optional.empty());
  }

  static Answer judged(Answer answer, Confidence confidence) {
    return new Answer(
        answer.clip(),
        answer.fused(),
        answer.distribution(),
        answer.blend(),
        Optional.of(confidence));
  }

  static Answer calibratedFrom(Answer answer, double... fused) {
    return new Answer(
        answer.clip(),
        Optional.of(EmotionDistribution.of(fused)),
        answer.distribution(),
        answer.blend(),
        answer.confidence());
  }

  /** Two folds; of {@code b} the weight is zero on the second. */
  static SystemResult fused(List<Answer> answers) {
    return new SystemResult(
        CHOSEN,
        Kind.FUSION,
        List.of(
            fold(0, 0.3, Map.of("a", 0.4, "random", 0.6)),
            fold(1, 0.5, Map.of("a", 1.0, "random", 0.0))),
        answers);
  }

  /** The fusion, encoders {@code a} and {@code random}, ablations and chance. */
  static ExperimentResult result(List<Answer> answers) {
    List<SystemResult> systems = new ArrayList<>();
    systems.add(alone("a", Kind.ENCODER, 0.2, 0.4));
    systems.add(alone("random", Kind.ENCODER, 0.1, 0.1));
    systems.add(fused(answers));
    systems.add(alone("a", Kind.ABLATION, 0.1, 0.1));
    systems.add(alone("random", Kind.ABLATION, 0.3, 0.6));
    systems.add(
        new SystemResult("chance", Kind.BASELINE, List.of(baseline(0), baseline(1)), List.of()));
    return new ExperimentResult(Protocol.NESTED, systems, CHOSEN, List.of());
  }

  private static SystemResult alone(String name, Kind kind, double first, double second) {
    Map<String, Double> weights = Map.of(name, 1.0);
    return new SystemResult(
        name, kind, List.of(fold(0, first, weights), fold(1, second, weights)), List.of());
  }

  private static FoldScore baseline(int fold) {
    return new FoldScore(fold, 4, 0, Optional.empty(), Map.of(), new Scores(0.05, 0.03), List.of());
  }
}
