package io.github.blemore.report;

import io.github.blemore.experiment.SystemResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/** How much each encoder counts, and those adapted to the task together. */
final class WeightTable {

  /** Of the weight of adapted encoders in arXiv:2603.23650. */
  private static final double PUBLISHED_SHARE = 0.62;

  private WeightTable() {}

  /** The weights of the folds: mean and range. */
  static String of(SystemResult system, SystemNames names, Set<String> adapted) {
    SortedMap<String, Double> means = system.meanWeights();
    Bar bar =
        Bar.over(
            Stream.concat(
                means.values().stream(),
                means.keySet().stream().flatMap(id -> folds(system, id).stream())),
            OptionalDouble.empty());
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, Double> encoder : heaviestFirst(means)) {
      List<Double> folds = folds(system, encoder.getKey());
      DoubleSummaryStatistics range = statistics(folds);
      rows.add(
          List.of(
              name(encoder.getKey(), names),
              bar.of(encoder.getValue(), range.getMin(), range.getMax(), folds),
              Html.number(encoder.getValue()),
              Html.number(range.getMin()),
              Html.number(range.getMax()),
              kind(encoder.getKey(), adapted)));
    }
    return Html.table(
            List.of(
                "encoder",
                "weight, 0 to " + Html.number(bar.high()),
                "mean",
                "least",
                "most",
                "weights of the network"),
            rows)
        + "<p class=\"soft\">Bar: mean over the folds; dots: the folds; thin line: from the least to the most.</p>\n"
        + Html.paragraph(share(means, adapted));
  }

  /** The weights of a system that was fitted once. */
  static String of(Map<String, Double> weights, SystemNames names, Set<String> adapted) {
    Bar bar = Bar.over(weights.values().stream(), OptionalDouble.empty());
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, Double> encoder : heaviestFirst(weights)) {
      rows.add(
          List.of(
              name(encoder.getKey(), names),
              bar.of(encoder.getValue(), 0, 0, List.of()),
              Html.number(encoder.getValue()),
              kind(encoder.getKey(), adapted)));
    }
    return Html.table(
            List.of(
                "encoder",
                "weight, 0 to " + Html.number(bar.high()),
                "weight",
                "weights of the network"),
            rows)
        + Html.paragraph(share(weights, adapted));
  }

  private static String name(String encoder, SystemNames names) {
    return "<span class=\"first\">%s</span>".formatted(Html.escaped(names.of(encoder)));
  }

  private static String kind(String encoder, Set<String> adapted) {
    return adapted.contains(encoder) ? "adapted to the task" : "general-purpose";
  }

  private static List<Map.Entry<String, Double>> heaviestFirst(Map<String, Double> weights) {
    return weights.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  private static List<Double> folds(SystemResult system, String encoder) {
    return system.folds().stream().map(fold -> fold.weights().getOrDefault(encoder, 0.0)).toList();
  }

  private static DoubleSummaryStatistics statistics(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
  }

  private static String share(Map<String, Double> weights, Set<String> adapted) {
    if (adapted.isEmpty()) {
      return "No encoder was declared to be adapted to the task, so the share of such encoders, which is %s in arXiv:2603.23650, is not known here."
          .formatted(Html.percent(PUBLISHED_SHARE));
    }
    double share =
        weights.entrySet().stream()
            .filter(encoder -> adapted.contains(encoder.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    return "Encoders adapted to the task have %s of the weight together, general-purpose ones %s; in arXiv:2603.23650 it is %s and %s."
        .formatted(
            Html.percent(share),
            Html.percent(1 - share),
            Html.percent(PUBLISHED_SHARE),
            Html.percent(1 - PUBLISHED_SHARE));
  }
}
