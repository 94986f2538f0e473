package io.github.blemore.report;

import io.github.blemore.metrics.ConfusionMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** True emotions by row, predicted ones by column; a cell's shade is its share of the row. */
final class ConfusionTable {

  /** The darkest shade on which the count can still be read. */
  private static final double DARKEST = 0.55;

  private ConfusionTable() {}

  static String of(ConfusionMatrix matrix) {
    List<String> labels = ConfusionMatrix.labels();
    int[][] counts = matrix.counts();
    StringBuilder table =
        new StringBuilder(
            "<div class=\"wide\"><table class=\"matrix\"><thead><tr><th scope=\"col\">true \\ said</th>");
    labels.forEach(
        label -> table.append("<th scope=\"col\">").append(twoLines(label)).append("</th>"));
    table.append("<th scope=\"col\">clips</th><th scope=\"col\">right</th></tr></thead><tbody>\n");
    for (int truth = 0; truth < labels.size(); truth++) {
      int total = Arrays.stream(counts[truth]).sum();
      table.append("<tr><th scope=\"row\">%s</th>".formatted(Html.escaped(labels.get(truth))));
      for (int said = 0; said < labels.size(); said++) {
        table.append(cell(truth, said, counts[truth][said], total));
      }
      table.append(
          "<td>%d</td><td>%s</td></tr>\n"
              .formatted(
                  total, total == 0 ? "" : Html.percent(counts[truth][truth] / (double) total)));
    }
    return table.append("</tbody></table></div>\n").toString();
  }

  private static String cell(int truth, int said, int count, int total) {
    return String.format(
        Locale.ROOT,
        "<td%s style=\"background:rgb(var(--mark) / %.2f)\" title=\"%s said to be %s: %d of %d\">%s</td>",
        truth == said ? " class=\"right\"" : "",
        total == 0 ? 0 : DARKEST * count / total,
        ConfusionMatrix.labels().get(truth),
        ConfusionMatrix.labels().get(said),
        count,
        total,
        count == 0 ? "" : String.valueOf(count));
  }

  private static String twoLines(String label) {
    return Html.escaped(label).replace("+", "<br/>");
  }
}
