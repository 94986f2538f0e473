package io.github.blemore.report;

import io.github.blemore.Provenance;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FoldScore;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.internal.AtomicFile;
import io.github.blemore.metrics.ConfusionMatrix;
import io.github.blemore.metrics.ScoreSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One self-contained HTML file: scores with their spread, thresholds and weights per fold, the
 * confusion matrix, pictures. Loads nothing from anywhere; light and dark.
 *
 * <p>A builder of text; not safe for several threads.
 */
public final class HtmlReport {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c2230; --soft: #5b6475; --paper: #fbfaf7;
        --line: #dcd9d0; --mark: 44 94 170; --mark2: 196 98 45; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --soft: #9aa3b5;
        --paper: #14171e; --line: #333a48; --mark: 122 168 240; --mark2: 240 158 104; } }
      body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--paper);
        color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
      p, li { max-width: 46rem; } .soft { color: var(--soft); }
      .note { border-left: 4px solid rgb(var(--mark2)); padding: .4rem .9rem; }
      .wide { overflow-x: auto; } table { border-collapse: collapse; }
      th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
        font-variant-numeric: tabular-nums; white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; }
      .matrix td, .matrix th { padding: .2rem .35rem; font-size: .78rem; text-align: center; }
      .matrix th:first-child { text-align: right; } .right { outline: 1px solid var(--soft); }
      .bar { display: block; width: 12rem; height: .8rem; position: relative;
        background: rgb(var(--mark) / .12); }
      .bar i { position: absolute; left: 0; top: 0; bottom: 0; background: rgb(var(--mark)); }
      .bar b { position: absolute; top: 35%; height: 30%; background: rgb(var(--mark2)); }
      img { max-width: 100%; height: auto; border-radius: 4px; }
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  private final SystemNames names;

  /**
   * Starts a page.
   *
   * @param names how systems are named in tables
   */
  public HtmlReport(String title, SystemNames names) {
    this.title = title;
    this.names = names;
    body.append("<h1>%s</h1>\n".formatted(escaped(title)));
  }

  /** A paragraph that must not be overlooked. */
  public HtmlReport note(String text) {
    body.append("<p class=\"note\">%s</p>\n".formatted(escaped(text)));
    return this;
  }

  /** A heading. */
  public HtmlReport section(String heading) {
    body.append("<h2>%s</h2>\n".formatted(escaped(heading)));
    return this;
  }

  /** A paragraph. */
  public HtmlReport text(String text) {
    body.append("<p>%s</p>\n".formatted(escaped(text)));
    return this;
  }

  /**
   * Every system's accuracies: mean and standard deviation over the folds. Of a single encoder the
   * fusions, which are that encoder, are left out.
   */
  public HtmlReport scores(ExperimentResult result) {
    List<List<String>> rows = new ArrayList<>();
    long encoders =
        result.systems().stream()
            .filter(system -> system.kind() == SystemResult.Kind.ENCODER)
            .count();
    double longest =
        result.systems().stream()
            .map(SystemResult::summary)
            .mapToDouble(summary -> summary.score().mean() + deviation(summary))
            .max()
            .orElse(1);
    for (SystemResult system : result.systems()) {
      if (system.kind() == SystemResult.Kind.ABLATION
          || (encoders == 1 && system.kind() == SystemResult.Kind.FUSION)) {
        continue;
      }
      ScoreSummary summary = system.summary();
      rows.add(
          List.of(
              escaped(names.of(system)),
              summary.presence().toString(),
              summary.salience().toString(),
              summary.score().toString(),
              bar(summary.score().mean(), deviation(summary), Math.max(longest, 1e-9))));
    }
    table(List.of("system", "ACC_presence", "ACC_salience", "Score", ""), rows);
    body.append(
        "<p class=\"soft\">Protocol %s: %s. Mean ± standard deviation over %d folds of different people.</p>\n"
            .formatted(
                result.protocol().code(),
                escaped(result.protocol().description()),
                result.systems().get(0).folds().size()));
    return this;
  }

  private static double deviation(ScoreSummary summary) {
    return summary.score().deviation().orElse(0);
  }

  private static String bar(double mean, double deviation, double longest) {
    double from = Math.max(0, mean - deviation);
    return String.format(
        Locale.ROOT,
        "<span class=\"bar\"><i style=\"width:%.1f%%\"></i><b style=\"left:%.1f%%;width:%.1f%%\"></b></span>",
        100 * mean / longest,
        100 * from / longest,
        100 * (mean + deviation - from) / longest);
  }

  /** A system's scores, thresholds and weights on every fold. */
  public HtmlReport folds(SystemResult system) {
    List<List<String>> rows = new ArrayList<>();
    for (FoldScore fold : system.folds()) {
      rows.add(
          List.of(
              String.valueOf(fold.fold()),
              String.valueOf(fold.clips()),
              String.valueOf(fold.unanswered()),
              fold.rule().map(rule -> number(rule.alpha())).orElse(""),
              fold.rule().map(rule -> number(rule.beta())).orElse(""),
              escaped(weights(fold.weights())),
              number(fold.scores().presence()),
              number(fold.scores().salience()),
              number(fold.scores().score())));
    }
    table(
        List.of(
            "fold",
            "clips",
            "without a vote",
            "alpha",
            "beta",
            "weights",
            "ACC_presence",
            "ACC_salience",
            "Score"),
        rows);
    return this;
  }

  private static String weights(Map<String, Double> weights) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(weights)
        .forEach(
            (encoder, weight) ->
                text.append(encoder).append(' ').append(number(weight)).append("  "));
    return text.toString().strip();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private void table(List<String> head, List<List<String>> rows) {
    body.append("<div class=\"wide\"><table><thead><tr>");
    head.forEach(cell -> body.append("<th>").append(escaped(cell)).append("</th>"));
    body.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      body.append("<tr>");
      row.forEach(cell -> body.append("<td>").append(cell).append("</td>"));
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
  }

  /** True emotions by row, predicted ones by column; a cell's shade is its share of the row. */
  public HtmlReport confusion(ConfusionMatrix matrix) {
    List<String> labels = ConfusionMatrix.labels();
    int[][] counts = matrix.counts();
    body.append("<div class=\"wide\"><table class=\"matrix\"><thead><tr><th>true \\ said</th>");
    labels.forEach(label -> body.append("<th>").append(twoLines(label)).append("</th>"));
    body.append("</tr></thead><tbody>\n");
    for (int truth = 0; truth < labels.size(); truth++) {
      int total = Arrays.stream(counts[truth]).sum();
      body.append("<tr><th>").append(escaped(labels.get(truth))).append("</th>");
      for (int said = 0; said < labels.size(); said++) {
        int count = counts[truth][said];
        body.append(
            String.format(
                Locale.ROOT,
                "<td%s style=\"background:rgb(var(--mark) / %.2f)\" title=\"%s said to be %s: %d of %d\">%s</td>",
                truth == said ? " class=\"right\"" : "",
                total == 0 ? 0 : 0.75 * count / total,
                labels.get(truth),
                labels.get(said),
                count,
                total,
                count == 0 ? "" : String.valueOf(count)));
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  private static String twoLines(String label) {
    return escaped(label).replace("+", "<br>");
  }

  /**
   * A picture, taken into the page.
   *
   * @throws IOException if it cannot be read
   */
  public HtmlReport picture(Path png, String description) throws IOException {
    body.append(
        "<p><img alt=\"%s\" src=\"data:image/png;base64,%s\"></p>\n"
            .formatted(
                escaped(description), Base64.getEncoder().encodeToString(Files.readAllBytes(png))));
    return this;
  }

  /**
   * Writes the page.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    String page =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s<p class="soft">blemore %s</p>
        </body>
        </html>
        """
            .formatted(escaped(title), STYLE, body, escaped(Provenance.libraryVersion()));
    AtomicFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
