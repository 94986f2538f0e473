package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.metrics.ConfusionMatrix;
import io.github.blemore.metrics.PairedBootstrap;
import io.github.blemore.metrics.PersonCounts;
import io.github.blemore.metrics.ScoreSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one system did over all folds.
 *
 * @param name encoder id, name of the design of a fusion or of a baseline; of an ablation the
 *     encoder that was missing
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
    /**
     * The system that was chosen, fitted with all its encoders, then asked with the votes of one
     * missing.
     */
    ABLATION,
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

  /**
   * The weight each encoder had, averaged over the folds.
   *
   * @return encoder id to weight, summing to one; empty for a baseline
   */
  public SortedMap<String, Double> meanWeights() {
    SortedMap<String, Double> means = new TreeMap<>();
    for (FoldScore fold : folds) {
      fold.weights().forEach((id, weight) -> means.merge(id, weight / folds.size(), Double::sum));
    }
    return means;
  }

  /**
   * Whether another system is better on the same clips: a paired test over people, which is
   * positive where the other one is better.
   *
   * @throws IllegalArgumentException if it did not answer on the same clips, or there are answers
   *     of fewer than two people
   */
  public PairedBootstrap.Comparison comparedWith(SystemResult other) {
    return PairedBootstrap.seeded(0).compare(counts(), other.counts());
  }

  /** On how many clips of each person it is right. */
  public PersonCounts counts() {
    return PersonCounts.of(
        answers.stream().map(answer -> answer.clip().actor()).toList(),
        answers.stream().map(answer -> answer.clip().label()).toList(),
        answers.stream().map(Answer::blend).toList());
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
