package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.fusion.FusedVotes;
import io.github.blemore.fusion.LabeledVotes;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fits everything to some votes, and scores it on those of one fold. */
final class FoldTrial {

  private final int fold;
  private final Metadata metadata;
  private final List<MetadataRow> rows;
  private final LabeledVotes chosenOn;
  private final LabeledVotes scored;

  /**
   * A trial.
   *
   * @param fold which is scored
   * @param chosenOn the votes that everything is fitted to
   * @param scored the votes on the fold's clips
   */
  FoldTrial(int fold, Metadata metadata, LabeledVotes chosenOn, LabeledVotes scored) {
    this.fold = fold;
    this.metadata = metadata;
    this.rows = metadata.inFold(fold);
    this.chosenOn = chosenOn;
    this.scored = scored;
  }

  /**
   * Runs it.
   *
   * @param encoders in the order of the result
   * @param alone how thresholds of each encoder alone are found
   * @param designs the last is the one that was chosen beforehand
   * @param heads for the model
   */
  FoldOutcome run(
      List<String> encoders,
      ThresholdSearch alone,
      List<FusionDesign> designs,
      Map<String, SoftmaxHead> heads) {
    List<OneSystem> systems = new ArrayList<>();
    for (String encoder : encoders) {
      systems.add(alone(encoder, alone));
    }
    for (FusionDesign design : designs.subList(0, designs.size() - 1)) {
      systems.add(fused(design).system());
    }
    Fused chosen = fused(designs.get(designs.size() - 1));
    systems.add(chosen.system());
    if (encoders.size() > 1) {
      for (String encoder : encoders) {
        systems.add(without(encoder, chosen));
      }
    }
    systems.addAll(Baselines.of(fold, metadata));
    return new FoldOutcome(systems, new FoldModel(fold, heads, chosen.fitted()));
  }

  /** A design on this fold. */
  private record Fused(WeightedFusion weights, FittedFusion fitted, OneSystem system) {}

  private Fused fused(FusionDesign design) {
    WeightedFusion weights = design.search(chosenOn);
    FittedFusion fitted = design.fit(weights, chosenOn.fuse(weights));
    return new Fused(
        weights,
        fitted,
        system(design.name(), SystemResult.Kind.FUSION, fitted, scored.fuse(weights), weights));
  }

  private OneSystem alone(String encoder, ThresholdSearch thresholds) {
    WeightedFusion only = WeightedFusion.equal(List.of(encoder));
    FusionDesign design =
        FusionDesign.builder(encoder, WeightSearch.equal(only.pooling()))
            .thresholds(thresholds)
            .build();
    FittedFusion fitted = design.fit(only, chosenOn.fuse(only));
    return system(encoder, SystemResult.Kind.ENCODER, fitted, scored.fuse(only), only);
  }

  /** A fitted system, asked with the votes of one encoder missing: the others are scaled up. */
  private OneSystem without(String encoder, Fused all) {
    Map<String, Double> others = new TreeMap<>(all.weights().weights());
    others.remove(encoder);
    boolean none = others.values().stream().allMatch(weight -> weight == 0);
    if (none) {
      List<Answer> answers = rows.stream().map(Answer::none).toList();
      return system(encoder, SystemResult.Kind.ABLATION, all.fitted(), answers, others);
    }
    WeightedFusion rest = WeightedFusion.of(others).withPooling(all.weights().pooling());
    return system(encoder, SystemResult.Kind.ABLATION, all.fitted(), scored.fuse(rest), rest);
  }

  private OneSystem system(
      String name,
      SystemResult.Kind kind,
      FittedFusion fitted,
      FusedVotes fused,
      WeightedFusion weights) {
    return system(name, kind, fitted, answers(fitted, fused), weights.weights());
  }

  private OneSystem system(
      String name,
      SystemResult.Kind kind,
      FittedFusion fitted,
      List<Answer> answers,
      Map<String, Double> weights) {
    Scores scores =
        Scores.ofAnswers(
            rows.stream().map(MetadataRow::label).toList(),
            answers.stream().map(Answer::blend).toList());
    FoldScore score =
        new FoldScore(
            fold,
            answers.size(),
            (int) answers.stream().filter(answer -> answer.blend().isEmpty()).count(),
            Optional.of(fitted.rule()),
            weights,
            scores,
            fitted.notes());
    return new OneSystem(name, kind, score, answers);
  }

  private List<Answer> answers(FittedFusion fitted, FusedVotes fused) {
    List<EmotionDistribution> raw = fused.probabilities().distributions();
    List<EmotionDistribution> calibrated =
        raw.stream().map(fitted.calibration()::calibrate).toList();
    List<Blend> blends = fitted.decide(calibrated, fused.people());
    List<Answer> answers = new ArrayList<>();
    rows.forEach(row -> answers.add(Answer.none(row)));
    int[] answered = fused.answered();
    for (int i = 0; i < answered.length; i++) {
      Blend blend = blends.get(i);
      EmotionDistribution distribution = calibrated.get(i);
      answers.set(
          answered[i],
          new Answer(
              rows.get(answered[i]),
              Optional.of(raw.get(i)),
              Optional.of(distribution),
              Optional.of(blend),
              fitted.abstention().map(judge -> judge.judge(distribution, blend))));
    }
    return answers;
  }
}
