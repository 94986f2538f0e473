package io.github.blemore.report;

import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.experiment.SystemResult.Kind;
import io.github.blemore.metrics.ScoreSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Every system's accuracies, with a bar for the Score. */
final class ScoreTable {

  /** How results name what is reached by guessing. */
  static final String CHANCE = "chance";

  private ScoreTable() {}

  static String of(ExperimentResult result, SystemNames names) {
    List<SystemResult> shown = shown(result);
    Bar bar =
        Bar.over(
            shown.stream()
                .flatMap(
                    system -> {
                      List<Double> ends = new ArrayList<>(folds(system));
                      ends.add(system.summary().score().mean() + deviation(system.summary()));
                      return ends.stream();
                    }),
            chance(result));
    List<List<String>> rows = new ArrayList<>();
    for (SystemResult system : shown) {
      ScoreSummary summary = system.summary();
      double mean = summary.score().mean();
      double deviation = deviation(summary);
      rows.add(
          List.of(
              "<span class=\"first\">%s</span>".formatted(Html.escaped(names.of(system))),
              bar.of(mean, mean - deviation, mean + deviation, folds(system)),
              summary.presence().toString(),
              summary.salience().toString(),
              summary.score().toString()));
    }
    return Html.table(
            List.of(
                "system",
                "Score, 0 to " + Html.number(bar.high()),
                "ACC_presence",
                "ACC_salience",
                "Score"),
            rows)
        + legend(result);
  }

  /** Of a single encoder the fusions, which are that encoder, are left out. */
  private static List<SystemResult> shown(ExperimentResult result) {
    boolean alone = result.ofKind(Kind.ENCODER).size() == 1;
    return result.systems().stream()
        .filter(system -> system.kind() != Kind.ABLATION)
        .filter(system -> !alone || system.kind() != Kind.FUSION)
        .toList();
  }

  private static String legend(ExperimentResult result) {
    int folds = result.systems().get(0).folds().size();
    return "<p class=\"soft\">Protocol %s: %s. %s. Bar: mean Score; dots: the folds%s%s</p>\n"
        .formatted(
            result.protocol().code(),
            Html.escaped(result.protocol().description()),
            folds == 1
                ? "One fold, so that there is no spread"
                : "Mean ± standard deviation over %d folds of different people".formatted(folds),
            folds == 1 ? "" : "; thin line: ± standard deviation",
            chance(result).isPresent() ? "; dashed: chance." : ".");
  }

  /** The mean Score of guessing, if it was measured. */
  static OptionalDouble chance(ExperimentResult result) {
    return result.ofKind(Kind.BASELINE).stream()
        .filter(system -> system.name().equals(CHANCE))
        .mapToDouble(system -> system.summary().score().mean())
        .findFirst();
  }

  private static List<Double> folds(SystemResult system) {
    return system.folds().stream().map(FoldScore::scores).map(scores -> scores.score()).toList();
  }

  private static double deviation(ScoreSummary summary) {
    return summary.score().deviation().orElse(0);
  }
}
