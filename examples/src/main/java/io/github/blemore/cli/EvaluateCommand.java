package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.metrics.PairedBootstrap;
import io.github.blemore.report.SystemNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code blemore evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Scores on people who were left out: each encoder alone, and their fusion. Protocol nested",
      "chooses everything inside the training folds; challenge chooses epoch, weights and thresholds",
      "on the fold that is scored, as the challenge's baseline does, and is optimistic.",
      "With --compare all ways to find weights are scored, with a paired test against the one chosen."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private ExperimentOptions options = new ExperimentOptions();

  @Option(
      names = "--protocol",
      paramLabel = "nested|challenge",
      description = "Where things are chosen (default: nested).")
  private Protocol protocol = Protocol.NESTED;

  @Option(
      names = "--compare",
      description = "Scores every --search under both poolings beside the one that is chosen.")
  private boolean compare;

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Evaluated evaluated = StopSignal.interrupts(this::evaluate);
    PrintWriter out = spec.commandLine().getOut();
    Map<String, PairedBootstrap.Comparison> tests = tests(evaluated.result());
    if (json) {
      ObjectNode document = EvaluationJson.of(evaluated.result(), evaluated.names());
      EvaluationJson.putTests(document, evaluated.result().chosenName(), tests);
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
    } else {
      print(out, evaluated, tests);
    }
    out.flush();
    return 0;
  }

  private record Evaluated(ExperimentResult result, SystemNames names) {}

  private Evaluated evaluate() throws IOException {
    Metadata labels = options.metadata();
    try (OpenedEmbeddings opened = options.open(spec)) {
      Experiment experiment = options.experiment(labels, opened.source(), protocol, compare, spec);
      return new Evaluated(run(experiment, spec), SystemNames.of(experiment.origins()));
    }
  }

  /** Runs it with progress shown; what is wrong with the embeddings is the work's failure. */
  static ExperimentResult run(Experiment experiment, CommandSpec spec) throws IOException {
    try (Progress progress =
        Progress.of("heads", experiment.trainings(), spec.commandLine().getErr())) {
      return experiment.run(progress::step);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Each other fusion, by name, against the chosen one on the same clips. */
  private static Map<String, PairedBootstrap.Comparison> tests(ExperimentResult result) {
    Map<String, PairedBootstrap.Comparison> tests = new LinkedHashMap<>();
    for (SystemResult other : result.ofKind(SystemResult.Kind.FUSION)) {
      if (!other.name().equals(result.chosenName())) {
        tests.put(other.name(), other.comparedWith(result.chosen()));
      }
    }
    return tests;
  }

  private static void print(
      PrintWriter out, Evaluated evaluated, Map<String, PairedBootstrap.Comparison> tests) {
    ExperimentResult result = evaluated.result();
    ScoreTable table = new ScoreTable(out, evaluated.names());
    table.all(result);
    out.printf("%nchosen beforehand: %s%n", result.chosenName());
    result
        .chosen()
        .folds()
        .forEach(
            fold ->
                out.printf(
                    Locale.ROOT,
                    "fold %d  %s  Score %.3f  %s%n",
                    fold.fold(),
                    fold.rule()
                        .map(
                            rule ->
                                String.format(
                                    Locale.ROOT,
                                    "alpha %.3f  beta %.3f",
                                    rule.alpha(),
                                    rule.beta()))
                        .orElse(""),
                    fold.scores().score(),
                    String.join("; ", fold.notes())));
    out.printf("%nweights, averaged over the folds%n");
    result
        .chosen()
        .meanWeights()
        .forEach((id, weight) -> out.printf(Locale.ROOT, "%-37s %.3f%n", id, weight));
    if (!result.ofKind(SystemResult.Kind.ABLATION).isEmpty()) {
      out.printf("%nwith the votes of one encoder missing, the others' weights scaled up%n");
      table.ablations(result);
    }
    if (!tests.isEmpty()) {
      out.printf(
          "%n%s minus each other one, paired bootstrap over people: Score, 95 %% interval, p%n",
          result.chosenName());
      tests.forEach((name, test) -> out.printf("%-37s %s%n", name, test.score()));
    }
  }
}
