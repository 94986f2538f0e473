package io.github.blemore.cli;

import io.github.blemore.report.SystemReport;
import io.github.blemore.system.BlendSystem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code blemore report}. */
@Command(
    name = "report",
    description = {
      "A page about a system, one HTML file that loads nothing: its scores on people who were left",
      "out, what it confuses, weights, thresholds, calibration, people, the worst clips, and where",
      "all of it comes from."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ReportCommand implements Callable<Integer> {

  @Option(
      names = "--system",
      required = true,
      paramLabel = "DIR",
      description = "A system that was saved by fit.")
  private Path folder = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "HTML",
      description = "Where the page is written; one that is there is replaced.")
  private Path html = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    SystemReport.of(BlendSystem.load(folder)).write(html);
    PrintWriter out = spec.commandLine().getOut();
    out.println("report     " + html);
    out.flush();
    return 0;
  }
}
