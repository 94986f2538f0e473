package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.conformance.Conformance;
import io.github.blemore.conformance.ConformanceReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code blemore conformance}. */
@Command(
    name = "conformance",
    description = {
      "Runs reference numbers made by the original Python code through this library.",
      "A line per case and tensor: largest difference, tolerance, ok or not. Exit 1 if any fails."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ConformanceCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Folder of fixture folders.")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ConformanceReport report = Conformance.run(folder);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    } else {
      print(report, out);
    }
    out.flush();
    return report.failed() == 0 ? 0 : 1;
  }

  private static void print(ConformanceReport report, PrintWriter out) {
    for (ConformanceReport.Check check : report.checks()) {
      out.printf(
          Locale.ROOT,
          "%-6s %s  %s  %s  difference %.3g, tolerance %.3g%s%n",
          check.ok() ? "ok" : "FAILED",
          check.fixture(),
          check.caseName(),
          check.tensor(),
          check.maxAbsDiff(),
          check.tolerance(),
          check.error() == null ? "" : ": " + check.error());
    }
    for (ConformanceReport.Skipped skipped : report.skipped()) {
      out.printf("skipped %s: %s%n", skipped.fixture(), skipped.reason());
    }
    out.printf(
        "%d ok, %d failed, %d skipped%n", report.ok(), report.failed(), report.skipped().size());
  }
}
