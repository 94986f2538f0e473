package io.github.blemore.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.gemini.GeminiSpending;
import io.github.blemore.spec.EncoderSpec;
import io.github.blemore.store.ClipFolder;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Extraction;
import io.github.blemore.store.ExtractionSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore encode}. */
@Command(
    name = "encode",
    description = {
      "Embeddings of all clips in a folder, into a store. What is there already is kept: started",
      "again after Ctrl-C or a crash, it makes only what is missing. A clip that fails is recorded",
      "with its error, and tried again only if it changed or with --retry-failed."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class EncodeCommand implements Callable<Integer> {

  private static final int SHOWN_FAILURES = 10;

  @Option(
      names = "--clips",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the clips; those in folders below it count too.")
  private Path clips = Path.of("");

  @Option(
      names = "--encoder",
      required = true,
      paramLabel = "SPEC",
      description = {
        "An encoder, name[:checkpoint[:option=value,...]], such as face-api or",
        "videomae:models/videomae:windows=2; may be given several times."
      })
  private List<String> encoders = List.of();

  @Option(
      names = "--store",
      required = true,
      paramLabel = "FILE",
      description = "The store; made if it is not there.")
  private Path store = Path.of("");

  @Mixin private ExtractionOptions extraction = new ExtractionOptions();

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Outcome outcome = StopSignal.interrupts(this::encode);
    print(outcome);
    return outcome.summary().isComplete() ? 0 : 1;
  }

  /** What was done, and what services were used for it, by encoder id. */
  private record Outcome(ExtractionSummary summary, Map<String, GeminiSpending> spending) {}

  private Outcome encode() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<EncoderSpec> specs =
        requireArguments(() -> encoders.stream().map(EncoderSpec::parse).toList());
    List<Clip> found = clips();
    try (OpenedEncoders opened = requireArguments(() -> OpenedEncoders.of(specs, err));
        EmbeddingStore embeddings = EmbeddingStore.open(store)) {
      Extraction work =
          requireArguments(() -> extraction.extraction(embeddings, opened.encoders()));
      describe(specs, opened.encoders(), embeddings);
      try {
        ExtractionSummary summary = ExtractionOptions.run(work, found, err);
        return new Outcome(summary, Spending.of(opened.encoders()));
      } catch (IOException | RuntimeException e) {
        Spending.tell(opened.encoders(), err);
        throw e;
      }
    }
  }

  private static void describe(
      List<EncoderSpec> specs, List<Encoder> opened, EmbeddingStore embeddings) throws IOException {
    for (int i = 0; i < specs.size(); i++) {
      EncoderOrigin origin = EncoderOrigin.of(opened.get(i).info());
      embeddings.describe(origin.withSpec(specs.get(i).toString()));
    }
  }

  /** What is wrong in it is the arguments' fault. */
  private <T> T requireArguments(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<Clip> clips() throws IOException {
    try {
      return ClipFolder.list(clips);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void print(Outcome outcome) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json(outcome)));
    } else {
      printText(outcome, out);
    }
    out.flush();
  }

  private ObjectNode json(Outcome outcome) {
    ExtractionSummary summary = outcome.summary();
    ObjectNode document = new ObjectMapper().createObjectNode();
    document.put("store", store.toString());
    document.put("clips", summary.clips());
    document.put("seconds", summary.seconds());
    document.put("decodingSeconds", summary.decodingSeconds());
    document.put("complete", summary.isComplete());
    ObjectNode all = document.putObject("encoders");
    for (ExtractionSummary.OfEncoder one : summary.encoders()) {
      ObjectNode node = all.putObject(one.id());
      node.put("made", one.made()).put("kept", one.kept()).put("left", one.left());
      node.put("seconds", one.seconds());
      one.missing().forEach(node.putObject("missing")::put);
      one.failed().forEach(node.putObject("failed")::put);
      one.stopped().ifPresent(reason -> node.put("stopped", reason));
      GeminiSpending spent = outcome.spending().get(one.id());
      if (spent != null) {
        node.putObject("spending")
            .put("requests", spent.requests())
            .put("bytesSent", spent.bytesSent())
            .put("estimatedUsd", spent.estimatedUsd())
            .put("reportedTokens", spent.reportedTokens());
      }
    }
    return document;
  }

  private void printText(Outcome outcome, PrintWriter out) {
    ExtractionSummary summary = outcome.summary();
    for (ExtractionSummary.OfEncoder one : summary.encoders()) {
      out.printf(
          Locale.ROOT,
          "%s: %d encoded, %d there before, %d failed; %d have no embedding (%.1f s)%n",
          one.id(),
          one.made(),
          one.kept(),
          one.failed().size(),
          one.missing().size(),
          one.seconds());
      GeminiSpending spent = outcome.spending().get(one.id());
      if (spent != null) {
        out.printf("  %s%n", Spending.words(spent));
      }
      one.stopped()
          .ifPresent(why -> out.printf("  stopped, %d clips are left: %s%n", one.left(), why));
      one.failed().entrySet().stream()
          .limit(SHOWN_FAILURES)
          .forEach(clip -> out.printf("  %s: %s%n", clip.getKey(), clip.getValue()));
      if (one.failed().size() > SHOWN_FAILURES) {
        out.printf("  and %d more; --json lists all%n", one.failed().size() - SHOWN_FAILURES);
      }
    }
    out.printf(
        Locale.ROOT,
        "%d clips in %.1f s; decoding took %.1f s beside the encoders%n",
        summary.clips(),
        summary.seconds(),
        summary.decodingSeconds());
    if (summary.encoders().stream().anyMatch(one -> !one.failed().isEmpty())) {
      out.println("failed clips are tried again with --retry-failed");
    }
  }
}
