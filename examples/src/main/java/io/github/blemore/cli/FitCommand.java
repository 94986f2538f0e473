package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FittedModel;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.metrics.ScoreSummary;
import io.github.blemore.report.SystemNames;
import io.github.blemore.system.BlendSystem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore fit}. */
@Command(
    name = "fit",
    description = {
      "A system: a head for each encoder trained on all labeled clips, weights, calibration and",
      "thresholds fitted to the votes of heads that did not see a clip's people. Before that the same",
      "is scored by protocol nested, so that the system says how good it is. Started again after a",
      "stop, it goes on where it was."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class FitCommand implements Callable<Integer> {

  @Mixin private ExperimentOptions options = new ExperimentOptions();

  @Option(
      names = "--system",
      required = true,
      paramLabel = "DIR",
      description = "Where the system is saved; one that is there is replaced.")
  private Path folder = Path.of("");

  @Option(
      names = "--adapted",
      paramLabel = "ID",
      description = {
        "An encoder whose weights were adapted to the task, for the report; may be given several",
        "times."
      })
  private List<String> adapted = List.of();

  @Option(
      names = "--no-evaluation",
      description = "Does not score: the system will not say how good it is.")
  private boolean withoutEvaluation;

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    BlendSystem system = StopSignal.interrupts(this::fit);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json(system)));
    } else {
      print(out, system);
    }
    out.flush();
    return 0;
  }

  private BlendSystem fit() throws IOException {
    BlendSystem.requireUsable(folder);
    Metadata labels = options.metadata();
    try (OpenedEmbeddings opened = options.open(spec)) {
      Experiment experiment =
          options.experiment(labels, opened.source(), Protocol.NESTED, false, spec);
      requireAdaptedIn(experiment);
      List<ExperimentResult> evaluations =
          withoutEvaluation ? List.of() : List.of(EvaluateCommand.run(experiment, spec));
      BlendSystem system =
          BlendSystem.of(experiment, model(experiment), evaluations, new HashSet<>(adapted));
      system.save(folder);
      return system;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void requireAdaptedIn(Experiment experiment) {
    List<String> ids = experiment.origins().stream().map(EncoderOrigin::id).toList();
    for (String id : adapted) {
      if (!ids.contains(id)) {
        throw new ParameterException(
            spec.commandLine(), "--adapted %s: the encoders are %s".formatted(id, ids));
      }
    }
  }

  private FittedModel model(Experiment experiment) {
    try (Progress progress =
        Progress.of(
            "heads of the system", experiment.trainingsToFit(), spec.commandLine().getErr())) {
      return experiment.fit(progress::step);
    }
  }

  private ObjectNode json(BlendSystem system) {
    ObjectNode document = new ObjectMapper().createObjectNode();
    document.put("system", folder.toString());
    document.put("design", system.origin().design());
    document.put("clips", system.origin().clips());
    document.put("people", system.origin().foldOf().size());
    document.put("trainings", options.work().toString());
    document.put("alpha", system.fitted().rule().alpha());
    document.put("beta", system.fitted().rule().beta());
    ObjectNode weights = document.putObject("weights");
    system.weights().forEach(weights::put);
    system.taskAdaptedShare().ifPresent(share -> document.put("adaptedShare", share));
    system
        .evaluation(Protocol.NESTED)
        .ifPresent(
            result ->
                document.set(
                    "evaluation", EvaluationJson.of(result, SystemNames.of(system.origins()))));
    return document;
  }

  private void print(PrintWriter out, BlendSystem system) {
    out.println(system);
    out.println("design     " + system.origin().design());
    out.println("fusion     " + system.fitted().calibrated());
    if (!adapted.isEmpty() && system.taskAdaptedShare().isPresent()) {
      out.printf(
          Locale.ROOT,
          "adapted    %.0f %% of the weight is that of %s%n",
          100 * system.taskAdaptedShare().getAsDouble(),
          adapted);
    }
    out.println("decision   " + system.fitted().decision());
    system.fitted().abstention().ifPresent(judge -> out.println("abstention " + judge));
    system
        .evaluation(Protocol.NESTED)
        .ifPresent(
            result -> {
              ScoreSummary summary = result.chosen().summary();
              out.println("nested     " + summary);
            });
    out.println("system     " + folder);
    out.println("trainings  " + options.work() + " (finished ones, for the next run)");
  }
}
