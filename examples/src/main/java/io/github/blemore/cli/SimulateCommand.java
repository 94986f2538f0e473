package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.simulation.SimulatedCorpus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code blemore simulate}. */
@Command(
    name = "simulate",
    description = {
      "Makes a corpus of simulated people: drawings and synthetic voices, no recordings.",
      "Clips with BLEMORE names, train_metadata.csv with five folds that share no person,",
      "a contact sheet. Started again on the same folder, it goes on where it stopped."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class SimulateCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the clips: new, empty, or one where this was stopped.")
  private Path out = Path.of("");

  @Mixin private CorpusOptions options = new CorpusOptions();

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    SimulatedCorpus corpus = options.corpus(out, spec);
    SimulatedCorpus.Rendered rendered;
    try (Progress progress =
        Progress.of("simulated clips", corpus.clips(), spec.commandLine().getErr())) {
      rendered = corpus.render(progress::step);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      print.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(document(rendered, seconds)));
    } else {
      print(print, rendered, seconds);
    }
    print.flush();
    return 0;
  }

  private ObjectNode document(SimulatedCorpus.Rendered rendered, double seconds) {
    return new ObjectMapper()
        .createObjectNode()
        .put("simulated", true)
        .put("folder", rendered.folder().toString())
        .put("clips", rendered.corpus().clips())
        .put("kept", rendered.kept())
        .put("video_seconds", rendered.seconds())
        .put("actors", options.actors())
        .put("clips_per_actor", options.clipsPerActor())
        .put("seed", options.seed())
        .put("metadata", rendered.metadataFile().toString())
        .put("contact_sheet", rendered.contactSheet().toString())
        .put("seconds", seconds);
  }

  private void print(PrintWriter print, SimulatedCorpus.Rendered rendered, double seconds) {
    print.printf(
        Locale.ROOT,
        "%d clips of %d simulated people (no recordings), %.0f s of video; seed %d%n",
        rendered.corpus().clips(),
        options.actors(),
        rendered.seconds(),
        options.seed());
    print.printf("clips         %s%n", rendered.folder());
    print.printf("metadata      %s%n", rendered.metadataFile());
    print.printf("contact sheet %s%n", rendered.contactSheet());
    print.printf(
        Locale.ROOT,
        "%.1f s%s%n",
        seconds,
        rendered.kept() == 0 ? "" : "; %d clips were there already".formatted(rendered.kept()));
  }
}
