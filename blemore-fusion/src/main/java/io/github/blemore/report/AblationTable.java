package io.github.blemore.report;

import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.SystemResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** By how much the Score falls when the votes of one encoder are missing. */
final class AblationTable {

  private AblationTable() {}

  /** The fall on each fold, and on average. */
  private record Fall(String encoder, double mean, List<Double> folds, double left) {}

  static String of(ExperimentResult result, SystemNames names) {
    List<Fall> falls =
        result.ofKind(SystemResult.Kind.ABLATION).stream()
            .map(without -> fall(result.chosen(), without))
            .sorted(Comparator.comparingDouble(Fall::mean).reversed())
            .toList();
    Bar bar = Bar.over(falls.stream().flatMap(fall -> fall.folds().stream()), OptionalDouble.of(0));
    List<List<String>> rows = new ArrayList<>();
    for (Fall fall : falls) {
      rows.add(
          List.of(
              "<span class=\"first\">%s</span>".formatted(Html.escaped(names.of(fall.encoder()))),
              bar.of(fall.mean(), 0, 0, fall.folds()),
              signed(-fall.mean()),
              Html.number(fall.left()),
              "%d of %d"
                  .formatted(
                      fall.folds().stream().filter(value -> value > 0).count(),
                      fall.folds().size())));
    }
    return Html.table(
            List.of(
                "missing",
                "fall, %s to %s".formatted(Html.number(bar.low()), Html.number(bar.high())),
                "change of Score",
                "Score left",
                "folds that fall"),
            rows)
        + "<p class=\"soft\">Bar: mean fall of the Score; dots: the folds; dashed: no fall, left of it the Score rises.</p>\n";
  }

  private static Fall fall(SystemResult all, SystemResult without) {
    List<Double> falls = new ArrayList<>();
    for (int i = 0; i < without.folds().size(); i++) {
      falls.add(score(all.folds().get(i)) - score(without.folds().get(i)));
    }
    double left = without.summary().score().mean();
    return new Fall(without.name(), all.summary().score().mean() - left, falls, left);
  }

  private static double score(FoldScore fold) {
    return fold.scores().score();
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.3f", value);
  }
}
