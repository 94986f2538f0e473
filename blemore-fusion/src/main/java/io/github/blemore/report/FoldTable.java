package io.github.blemore.report;

import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.SystemResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A system's scores, thresholds, weights and notes on every fold. */
final class FoldTable {

  private FoldTable() {}

  static String of(SystemResult system, SystemNames names) {
    List<List<String>> rows = new ArrayList<>();
    for (FoldScore fold : system.folds()) {
      rows.add(
          List.of(
              String.valueOf(fold.fold()),
              fold.rule().map(rule -> Html.number(rule.alpha())).orElse(""),
              fold.rule().map(rule -> Html.number(rule.beta())).orElse(""),
              Html.number(fold.scores().presence()),
              Html.number(fold.scores().salience()),
              Html.number(fold.scores().score()),
              String.valueOf(fold.clips()),
              String.valueOf(fold.unanswered()),
              Html.words(weights(fold.weights(), names)),
              Html.words(Html.rounded(String.join("; ", fold.notes())))));
    }
    return Html.table(
        List.of(
            "fold",
            "alpha",
            "beta",
            "ACC_presence",
            "ACC_salience",
            "Score",
            "clips",
            "no vote",
            "weights",
            "also fitted"),
        rows);
  }

  private static String weights(Map<String, Double> weights, SystemNames names) {
    return weights.entrySet().stream()
        .map(encoder -> names.of(encoder.getKey()) + " " + Html.number(encoder.getValue()))
        .collect(Collectors.joining(", "));
  }
}
