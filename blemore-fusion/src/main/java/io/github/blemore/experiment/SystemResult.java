package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.metrics.ConfusionMatrix;
import io.github.blemore.metrics.ScoreSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * How one system did over all folds.
 *
 * @param name encoder id, kind of fusion or name of a baseline
 * @param kind what it is
 * @param folds one for each fold, in order
 * @param answers what it said about every clip when its person was left out; empty for a baseline
 */
public record SystemResult(String name, Kind kind, List<FoldScore> folds, List<Answer> answers) {

  /** What a system is. */
  public enum Kind {
    /** An encoder with its head alone. */
    ENCODER,
    /** Several encoders, fused. */
    FUSION,
    /** What needs no clip: guesses and constant answers. */
    BASELINE
  }

  /** Copies the lists. */
  public SystemResult {
    folds = List.copyOf(folds);
    answers = List.copyOf(answers);
  }

  /** Mean and deviation over the folds, each fold counting the same. */
  public ScoreSummary summary() {
    return new ScoreSummary(folds.stream().map(FoldScore::scores).toList());
  }

  /** True against predicted emotions over all folds; clips without an answer are left out. */
  public ConfusionMatrix confusion() {
    List<Blend> truth = new ArrayList<>();
    List<Blend> predicted = new ArrayList<>();
    for (Answer answer : answers) {
      MetadataRow clip = answer.clip();
      answer
          .blend()
          .ifPresent(
              blend -> {
                truth.add(clip.label());
                predicted.add(blend);
              });
    }
    return ConfusionMatrix.of(truth, predicted);
  }
}
