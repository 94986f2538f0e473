package io.github.blemore.cli;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.Clip;
import io.github.blemore.Outcome;
import io.github.blemore.Provenance;
import io.github.blemore.Recognition;
import io.github.blemore.embedded.EmbeddedDefault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code blemore predict}. */
@Command(
    name = "predict",
    description = {
      "Blends with salience for clips, by encoders with heads you fitted or, without any, by the embedded",
      "default: the face-api expression net and its own head. No thresholds or weights of the default were",
      "fitted to BLEMORE: it tells what an expression looks like, not what a person feels."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class PredictCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "CLIP", description = "Video files.")
  private List<String> clips = List.of();

  @Mixin private RecognizerOptions options = new RecognizerOptions();

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Map<String, String> failures = new LinkedHashMap<>();
    List<Clip> readable = readable(failures);
    failures.forEach((clip, error) -> tell(err, clip, error));
    try (BlendRecognizer recognizer = options.recognizer(spec);
        PredictionWriter writer =
            json ? new JsonPredictions(out, recognizer.provenance()) : new TextPredictions(out);
        Progress progress = Progress.of("clips", readable.size(), err)) {
      err.println(options.isDefault() ? EmbeddedDefault.DESCRIPTION : described(recognizer));
      recognizer.recognizeAll(
          readable,
          outcome -> {
            if (outcome instanceof Recognition recognition) {
              writer.write(recognition);
            } else if (outcome instanceof Outcome.Failure failure) {
              String error = String.valueOf(failure.cause().getMessage());
              failures.put(failure.clip().id(), error);
              tell(err, failure.clip().id(), error);
            }
            progress.step();
          });
      writer.finish(failures);
    }
    return failures.isEmpty() ? 0 : 1;
  }

  private static String described(BlendRecognizer recognizer) {
    Provenance provenance = recognizer.provenance();
    return "Encoders %s; fusion: %s; decision: %s"
        .formatted(provenance.encoders(), provenance.fusion(), provenance.decision());
  }

  /** The clips whose names this Java can open; the others are failures. */
  private List<Clip> readable(Map<String, String> failures) {
    List<Clip> readable = new ArrayList<>();
    for (String clip : clips) {
      try {
        readable.add(Clip.of(Path.of(clip)).withId(clip));
      } catch (InvalidPathException e) {
        failures.put(
            clip,
            "this Java cannot open the name (%s): set LC_ALL=C.UTF-8 or rename the file"
                .formatted(e.getMessage()));
      } catch (IllegalArgumentException e) {
        failures.put(clip, "not a file name: " + e.getMessage());
      }
    }
    return readable;
  }

  private static void tell(PrintWriter err, String clip, String error) {
    err.println("error: " + clip + ": " + error);
    err.flush();
  }
}
