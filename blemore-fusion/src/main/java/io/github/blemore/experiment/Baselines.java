package io.github.blemore.experiment;

import io.github.blemore.Blend;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.metrics.Scores;
import io.github.blemore.metrics.TrivialBaseline;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is reached on a fold without looking at its clips. */
final class Baselines {

  private Baselines() {}

  /** Chance, and the one answer that would have been best on the other folds, always given. */
  static List<OneSystem> of(int fold, Metadata metadata) {
    List<Blend> elsewhere = labels(metadata.trainingFor(fold));
    List<Blend> truth = labels(metadata.inFold(fold));
    return List.of(
        baseline("chance", fold, truth, TrivialBaseline.chance(truth)),
        baseline(
            "always one emotion",
            fold,
            truth,
            TrivialBaseline.always(TrivialBaseline.bestSingle(elsewhere), truth)),
        baseline(
            "always one blend",
            fold,
            truth,
            TrivialBaseline.always(TrivialBaseline.bestBlend(elsewhere), truth)));
  }

  private static List<Blend> labels(List<MetadataRow> clips) {
    return clips.stream().map(MetadataRow::label).toList();
  }

  private static OneSystem baseline(String name, int fold, List<Blend> truth, Scores scores) {
    FoldScore score =
        new FoldScore(fold, truth.size(), 0, Optional.empty(), Map.of(), scores, List.of());
    return new OneSystem(name, SystemResult.Kind.BASELINE, score, List.of());
  }
}
