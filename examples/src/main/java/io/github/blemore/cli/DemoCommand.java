package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.experiment.SystemResult;
import io.github.blemore.gemini.GeminiStandIn;
import io.github.blemore.metrics.ScoreSummary;
import io.github.blemore.report.SystemNames;
import io.github.blemore.simulation.SimulatedCorpus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore demo}. */
@Command(
    name = "demo",
    description = {
      "The whole experiment on simulated people: clips, embeddings, heads, fusion, thresholds,",
      "scores on people who were left out, a report, one prediction. No recordings, no download.",
      "Encoders that need a checkpoint run on made-up weights, and are marked so.",
      "Started again on the same folder, it goes on where it stopped."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class DemoCommand implements Callable<Integer> {

  private static final SystemNames NAMES = new SystemNames(Demo.madeUp());
  private static final int WIDTH = 100;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where everything is written (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("blemore-demo");

  @Mixin private CorpusOptions options = new CorpusOptions();

  @Option(
      names = "--with-gemini-stand-in",
      description = {
        "Adds the Gemini adapter to the fusion, answered by a fake service on this machine:",
        "nothing is sent to Gemini."
      })
  private boolean withStandIn;

  @Option(
      names = "--adapt",
      description = {
        "Also trains three encoders on the simulated people, S4D, VideoMAE and TimeSformer in",
        "miniature, and fuses them: takes some minutes more."
      })
  private boolean adapts;

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    SimulatedCorpus corpus = options.corpus(out.resolve("clips"), spec);
    requireTrainable(corpus);
    Demo demo;
    Demo.Result result;
    try (GeminiStandIn standIn = withStandIn ? GeminiStandIn.start() : null) {
      PrintWriter err = spec.commandLine().getErr();
      demo = new Demo(out, corpus, Optional.ofNullable(standIn), adapts, err);
      result = demo.run();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      ObjectNode document = EvaluationJson.of(result.nested(), NAMES);
      document.set("withoutMadeUpWeights", EvaluationJson.of(result.learned(), NAMES));
      document.set("challenge", EvaluationJson.of(result.challenge(), NAMES));
      document.set("body", EvaluationJson.of(result.body(), NAMES));
      document.put("simulated", true);
      document.put("madeUpWeights", Demo.MADE_UP_MEANING);
      if (withStandIn) {
        document.put("standIn", Demo.STAND_IN_MEANING);
      }
      if (adapts) {
        document.put("adapted", DemoAdaptation.MEANING);
        document.put(
            "adaptedShare", DemoAdaptation.share(result.adapted(), result.nested().chosen()));
        ObjectNode shares = document.putObject("adaptedEncoders");
        for (DemoAdaptation.Adapted one : result.adapted()) {
          shares
              .putObject(one.id())
              .put("checkpoint", one.result().checkpoint().toString())
              .put("epochs", one.result().epochs())
              .put("score", one.result().summary().score().mean())
              .put("missing", one.result().missing().size());
        }
      }
      document.put("clips", result.corpus().metadata().rows().size());
      document.put("actors", options.actors());
      document.put("seed", options.seed());
      document
          .putObject("prediction")
          .put("clip", result.truth().clipId())
          .put("blend", result.shown().blend().toString())
          .put("truth", result.truth().label().toString());
      document.put("report", demo.report().toString());
      document.put("seconds", seconds);
      print.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
    } else {
      print(print, demo, result, seconds);
    }
    print.flush();
    return 0;
  }

  /** Before anything is drawn: so few clips could leave a head without an emotion to learn. */
  private void requireTrainable(SimulatedCorpus corpus) {
    try {
      Experiment.requireTrainable(corpus.metadata(), Protocol.NESTED);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "too few clips for this seed: %s by --actors or --clips-per-actor"
              .formatted(e.getMessage()),
          e);
    }
  }

  private void print(PrintWriter print, Demo demo, Demo.Result result, double seconds) {
    print.printf(
        Locale.ROOT,
        "%d clips of %d simulated people (no recordings); seed %d%n%n",
        result.corpus().metadata().rows().size(),
        options.actors(),
        options.seed());
    print.printf("%s%n%n", wrapped(Demo.MADE_UP_MEANING));
    if (withStandIn) {
      print.printf("%s%n%n", wrapped(Demo.STAND_IN_MEANING));
    }
    if (adapts) {
      print.printf("%s%n%n", wrapped(DemoAdaptation.MEANING));
    }
    ScoreTable table = new ScoreTable(print, NAMES);
    table.all(result.nested());
    if (adapts) {
      print.println(DemoAdaptation.said(result.adapted(), result.nested().chosen()));
      result.adapted().stream()
          .filter(one -> !one.result().missing().isEmpty())
          .forEach(
              one ->
                  print.printf(
                      "%s did without %d clips: %s%n",
                      one.id(), one.result().missing().size(), one.result().missing()));
      print.println("adapted encoders by their own heads and thresholds:");
      result.adapted().forEach(one -> table.scores(one.id(), one.result().summary()));
    }
    print.println("without the encoders on made-up weights:");
    table.kind(result.learned(), SystemResult.Kind.FUSION);
    print.println("bodies alone, not fused:");
    table.kind(result.body(), SystemResult.Kind.ENCODER);
    ScoreSummary optimistic = result.challenge().system(ExperimentResult.BY_SCORE).summary();
    print.printf(
        Locale.ROOT,
        "%s under protocol challenge (%s): Score %.3f%n%n",
        NAMES.of(result.challenge().system(ExperimentResult.BY_SCORE)),
        result.challenge().protocol().description(),
        optimistic.score().mean());
    print.printf(
        "%s, whose person no head was trained on: %s (meant: %s)%n",
        result.truth().clipId(), result.shown().blend(), result.truth().label());
    print.printf("clips       %s%n", demo.clips());
    print.printf("checkpoints %s (made up)%n", demo.checkpoints());
    if (adapts) {
      print.printf("adapted     %s%n", demo.adapted());
    }
    print.printf("embeddings  %s%n", demo.embeddings());
    print.printf("heads       %s%n", demo.heads());
    print.printf("report      %s%n", demo.report());
    print.printf(Locale.ROOT, "%.0f s%n", seconds);
  }

  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column + word.length() >= WIDTH) {
        lines.append(System.lineSeparator());
        column = 0;
      } else if (column > 0) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }
}
