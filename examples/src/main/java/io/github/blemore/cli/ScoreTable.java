package io.github.blemore.cli;

import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.metrics.ScoreSummary;
import io.github.blemore.report.SystemNames;
import java.io.PrintWriter;
import java.util.Locale;

/** Scores for people: a line for each system. */
final class ScoreTable {

  private static final String LINE = "%-37s %-15s %-15s %s%n";

  private final PrintWriter print;
  private final SystemNames names;

  ScoreTable(PrintWriter print, SystemNames names) {
    this.print = print;
    this.names = names;
  }

  /** All but the ablations, under what the columns are and by which protocol. */
  void all(ExperimentResult result) {
    print.printf(
        "protocol %s: %s; mean and standard deviation of %d folds%n",
        result.protocol().code(),
        result.protocol().description(),
        result.systems().get(0).folds().size());
    print.printf(LINE, "", "ACC_presence", "ACC_salience", "Score");
    result.systems().stream()
        .filter(system -> system.kind() != SystemResult.Kind.ABLATION)
        .forEach(system -> line(names.of(system), system));
  }

  /** The systems of one kind. */
  void kind(ExperimentResult result, SystemResult.Kind kind) {
    result.ofKind(kind).forEach(system -> line(names.of(system), system));
  }

  /** What the chosen system scores when the votes of one encoder are missing. */
  void ablations(ExperimentResult result) {
    double all = result.chosen().summary().score().mean();
    for (SystemResult without : result.ofKind(SystemResult.Kind.ABLATION)) {
      ScoreSummary summary = without.summary();
      print.printf(
          Locale.ROOT,
          "%-37s Score %s (%+.3f)%n",
          "without " + names.of(without.name()),
          summary.score(),
          summary.score().mean() - all);
    }
  }

  private void line(String name, SystemResult system) {
    scores(name, system.summary());
  }

  /** One line. */
  void scores(String name, ScoreSummary summary) {
    print.printf(Locale.ROOT, LINE, name, summary.presence(), summary.salience(), summary.score());
  }
}
