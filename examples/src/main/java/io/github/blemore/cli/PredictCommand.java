package io.github.blemore.cli;

import io.github.blemore.BlendRecognizer;
import io.github.blemore.Clip;
import io.github.blemore.Outcome;
import io.github.blemore.Recognition;
import io.github.blemore.embedded.EmbeddedDefault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code blemore predict}. */
@Command(
    name = "predict",
    description = {
      "Blends with salience for clips, by the embedded default: the face-api expression net and its own head.",
      "No thresholds or weights of it were fitted to BLEMORE: it tells what an expression looks like,",
      "not what a person feels."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class PredictCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "CLIP", description = "Video or sound files.")
  private List<String> clips = List.of();

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<Outcome.Failure> failures = new ArrayList<>();
    try (BlendRecognizer recognizer = EmbeddedDefault.recognizer();
        PredictionWriter writer = json ? new JsonPredictions(out) : new TextPredictions(out);
        Progress progress = Progress.of("clips", clips.size(), err)) {
      err.println(EmbeddedDefault.DESCRIPTION);
      recognizer.recognizeAll(
          clips.stream().map(clip -> Clip.of(Path.of(clip)).withId(clip)).toList(),
          outcome -> {
            if (outcome instanceof Recognition recognition) {
              writer.write(recognition);
            } else if (outcome instanceof Outcome.Failure failure) {
              failures.add(failure);
              err.println("error: " + failure.clip().id() + ": " + failure.cause().getMessage());
            }
            progress.step();
          });
      writer.finish(failures);
    }
    return failures.isEmpty() ? 0 : 1;
  }
}
