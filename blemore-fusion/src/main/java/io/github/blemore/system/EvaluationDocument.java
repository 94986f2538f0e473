package io.github.blemore.system;

import io.github.blemore.Blend;
import io.github.blemore.Confidence;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.experiment.Answer;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How systems did, on disk: all scores, and what the chosen design said about each clip. What is
 * not there is null.
 */
record EvaluationDocument(List<Evaluation> evaluations) {

  /** By one protocol. */
  record Evaluation(String protocol, String chosen, List<OfSystem> systems) {}

  /** One system; of all but the chosen one the answers are left out. */
  record OfSystem(String name, String kind, List<OfFold> folds, List<OfClip> answers) {}

  /** On one fold. */
  record OfFold(
      int fold,
      int clips,
      int unanswered,
      @Nullable Double alpha,
      @Nullable Double beta,
      Map<String, Double> weights,
      double presence,
      double salience,
      List<String> notes) {}

  /** One clip: its row of the metadata, and what was said; distributions float64 {@code [6]}. */
  @SuppressWarnings("ArrayRecordComponent")
  record OfClip(
      String filename,
      String videoId,
      Map<String, Integer> label,
      int take,
      @Nullable Integer intensity,
      @Nullable Integer situation,
      int fold,
      double @Nullable [] fused,
      double @Nullable [] distribution,
      @Nullable Map<String, Integer> blend,
      @Nullable Double confidence,
      @Nullable String doubt) {}

  static EvaluationDocument of(List<ExperimentResult> results) {
    return new EvaluationDocument(results.stream().map(EvaluationDocument::of).toList());
  }

  private static Evaluation of(ExperimentResult result) {
    List<OfSystem> systems = new ArrayList<>();
    for (SystemResult system : result.systems()) {
      boolean chosen = system.equals(result.chosen());
      systems.add(
          new OfSystem(
              system.name(),
              system.kind().name(),
              system.folds().stream().map(EvaluationDocument::of).toList(),
              chosen ? system.answers().stream().map(EvaluationDocument::of).toList() : List.of()));
    }
    return new Evaluation(result.protocol().code(), result.chosenName(), systems);
  }

  private static OfFold of(FoldScore fold) {
    return new OfFold(
        fold.fold(),
        fold.clips(),
        fold.unanswered(),
        fold.rule().map(ThresholdRule::alpha).orElse(null),
        fold.rule().map(ThresholdRule::beta).orElse(null),
        fold.weights(),
        fold.scores().presence(),
        fold.scores().salience(),
        fold.notes());
  }

  private static OfClip of(Answer answer) {
    MetadataRow row = answer.clip();
    return new OfClip(
        row.filename(),
        row.videoId(),
        parts(row.label()),
        row.version(),
        row.intensity().isPresent() ? row.intensity().getAsInt() : null,
        row.situation().isPresent() ? row.situation().getAsInt() : null,
        row.fold(),
        answer.fused().map(EmotionDistribution::toArray).orElse(null),
        answer.distribution().map(EmotionDistribution::toArray).orElse(null),
        answer.blend().map(EvaluationDocument::parts).orElse(null),
        answer.confidence().map(Confidence::probability).orElse(null),
        answer.confidence().flatMap(Confidence::doubt).orElse(null));
  }

  private static Map<String, Integer> parts(Blend blend) {
    Map<String, Integer> parts = new LinkedHashMap<>();
    blend.parts().forEach(part -> parts.put(part.emotion().code(), part.salience()));
    return parts;
  }

  List<ExperimentResult> results() {
    return evaluations.stream().map(EvaluationDocument::result).toList();
  }

  private static ExperimentResult result(Evaluation evaluation) {
    return new ExperimentResult(
        Protocol.ofCode(evaluation.protocol()),
        evaluation.systems().stream().map(EvaluationDocument::system).toList(),
        evaluation.chosen(),
        List.of());
  }

  private static SystemResult system(OfSystem system) {
    return new SystemResult(
        system.name(),
        SystemResult.Kind.valueOf(system.kind()),
        system.folds().stream().map(EvaluationDocument::fold).toList(),
        system.answers().stream().map(EvaluationDocument::answer).toList());
  }

  private static FoldScore fold(OfFold fold) {
    Optional<ThresholdRule> rule =
        fold.alpha() == null || fold.beta() == null
            ? Optional.empty()
            : Optional.of(new ThresholdRule(fold.alpha(), fold.beta()));
    return new FoldScore(
        fold.fold(),
        fold.clips(),
        fold.unanswered(),
        rule,
        new TreeMap<>(fold.weights()),
        new Scores(fold.presence(), fold.salience()),
        fold.notes());
  }

  private static Answer answer(OfClip clip) {
    MetadataRow row =
        new MetadataRow(
            clip.filename(),
            clip.videoId(),
            blend(clip.label()),
            clip.take(),
            optional(clip.intensity()),
            optional(clip.situation()),
            clip.fold());
    return new Answer(
        row,
        Optional.ofNullable(clip.fused()).map(EmotionDistribution::of),
        Optional.ofNullable(clip.distribution()).map(EmotionDistribution::of),
        Optional.ofNullable(clip.blend()).map(EvaluationDocument::blend),
        Optional.ofNullable(clip.confidence())
            .map(probability -> new Confidence(probability, Optional.ofNullable(clip.doubt()))));
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Blend blend(Map<String, Integer> parts) {
    List<Blend.Part> all = new ArrayList<>();
    parts.forEach(
        (emotion, salience) ->
            all.add(new Blend.Part(Emotion.ofCode(emotion), Objects.requireNonNull(salience))));
    return Blend.of(all);
  }
}
