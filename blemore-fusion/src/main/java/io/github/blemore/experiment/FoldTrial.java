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
import java.util.function.Function;

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
   * @param gated trains the gate of a design that has one
   * @param heads for the model
   */
  FoldOutcome run(
      List<String> encoders,
      ThresholdSearch alone,
      List<FusionDesign> designs,
      Function<FusionDesign, ClipwiseFusion> gated,
      Map<String, SoftmaxHead> heads) {
    List<OneSystem> systems = new ArrayList<>();
    for (String encoder : encoders) {
      systems.add(alone(encoder, alone));
    }
    for (FusionDesign design : designs.subList(0, designs.size() - 1)) {
      systems.add(trial(design, gated).system());
    }
    Trial chosen = trial(designs.get(designs.size() - 1), gated);
    systems.add(chosen.system());
    if (encoders.size() > 1) {
      for (String encoder : encoders) {
        systems.add(
            system(
                encoder,
                SystemResult.Kind.ABLATION,
                chosen.fitted(),
                chosen.fusion(),
                Optional.of(encoder)));
      }
    }
    systems.addAll(Baselines.of(fold, metadata));
    return new FoldOutcome(systems, new FoldModel(fold, heads, chosen.fitted()));
  }

  /** A design on this fold. */
  private record Trial(Fusion fusion, FittedFusion fitted, OneSystem system) {}

  private Trial trial(FusionDesign design, Function<FusionDesign, ClipwiseFusion> gated) {
    Optional<WeightSearch> weights = design.weights();
    Fusion fusion =
        weights.isPresent()
            ? new FixedFusion(weights.get().search(chosenOn), chosenOn, scored)
            : gated.apply(design);
    FittedFusion fitted = design.fit(fusion.fusion(), fusion.chosenOn());
    return new Trial(
        fusion,
        fitted,
        system(design.name(), SystemResult.Kind.FUSION, fitted, fusion, Optional.empty()));
  }

  private OneSystem alone(String encoder, ThresholdSearch thresholds) {
    WeightedFusion only = WeightedFusion.equal(List.of(encoder));
    FusionDesign design =
        FusionDesign.builder(encoder, WeightSearch.equal(only.pooling()))
            .thresholds(thresholds)
            .build();
    Fusion fusion = new FixedFusion(only, chosenOn, scored);
    FittedFusion fitted = design.fit(only, fusion.chosenOn());
    return system(encoder, SystemResult.Kind.ENCODER, fitted, fusion, Optional.empty());
  }

  /**
   * What a fitted system does on the fold.
   *
   * @param without an encoder whose votes are missing
   */
  private OneSystem system(
      String name,
      SystemResult.Kind kind,
      FittedFusion fitted,
      Fusion fusion,
      Optional<String> without) {
    List<Answer> answers = new ArrayList<>();
    rows.forEach(row -> answers.add(Answer.none(row)));
    fusion.scored(without).ifPresent(fused -> put(fitted, fused, answers));
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
            fusion.weights(without),
            scores,
            fitted.notes());
    return new OneSystem(name, kind, score, answers);
  }

  private void put(FittedFusion fitted, FusedVotes fused, List<Answer> answers) {
    List<EmotionDistribution> raw = fused.probabilities().distributions();
    List<EmotionDistribution> calibrated =
        raw.stream().map(fitted.calibration()::calibrate).toList();
    List<Blend> blends = fitted.decide(calibrated, fused.people());
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
  }
}
