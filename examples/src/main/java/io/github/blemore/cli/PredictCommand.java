package io.github.blemore.cli;

import io.github.blemore.Clip;
import io.github.blemore.Outcome;
import io.github.blemore.Provenance;
import io.github.blemore.Recognition;
import io.github.blemore.salience.PersonalizedDecision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code blemore predict}. */
@Command(
    name = "predict",
    description = {
      "Blends with salience for clips, by a system or by encoders with heads you fitted or, without any,",
      "by the embedded default: the face-api expression net and its own head. No thresholds or weights of",
      "the default were fitted to BLEMORE: it tells what an expression looks like, not what a person feels."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class PredictCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "CLIP", description = "Video files.")
  private List<String> clips = List.of();

  @Mixin private RecognizerOptions options = new RecognizerOptions();

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = {
        "All clips show this person: with a system fitted with --personal, it adapts to them",
        "when all clips are recognized; only then results are written."
      })
  private @Nullable String person;

  @Option(
      names = "--people",
      paramLabel = "CSV",
      description = {
        "The same for several people: a file with columns clip (file name, with or without",
        "extension) and person."
      })
  private @Nullable Path people;

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<String> naming = naming();
    Map<String, String> failures = new LinkedHashMap<>();
    List<Clip> readable = readable(failures);
    failures.forEach((clip, error) -> tell(err, clip, error));
    List<Clip> known = named(readable);
    try (Predictor predictor = options.predictor(naming, spec)) {
      err.println(predictor.description());
      if (naming.isPresent()) {
        adapted(predictor, known, failures, out);
      } else {
        predictor
            .personal()
            .ifPresent(
                unused -> People.tellCommonBeta(predictor.rule(), "--person, --people", err));
        eachAsItIsDone(predictor, known, failures, out);
      }
    }
    return failures.isEmpty() ? 0 : 1;
  }

  /** The option that names people, if one was given. */
  private Optional<String> naming() {
    if (person != null && people != null) {
      throw new ParameterException(
          spec.commandLine(), "--person and --people are both given: one says who is seen");
    }
    if (person != null && person.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--person is blank: must be a name");
    }
    return person != null
        ? Optional.of("--person")
        : Optional.ofNullable(people).map(unused -> "--people");
  }

  private List<Clip> named(List<Clip> readable) throws IOException {
    if (person != null) {
      String name = person;
      return readable.stream().map(clip -> clip.withPerson(name)).toList();
    }
    return people == null
        ? readable
        : People.read(people).in(readable, spec.commandLine().getErr());
  }

  private void eachAsItIsDone(
      Predictor predictor, List<Clip> known, Map<String, String> failures, PrintWriter out)
      throws IOException {
    try (PredictionWriter writer = writer(out, predictor.recognizer().provenance())) {
      recognize(predictor, known, failures, one -> writer.write(one, predictor.rule()));
      writer.finish(failures);
    }
  }

  /** A person's beta is known when all their clips are recognized. */
  private void adapted(
      Predictor predictor, List<Clip> known, Map<String, String> failures, PrintWriter out)
      throws IOException {
    List<Recognition> all = new ArrayList<>();
    recognize(predictor, known, failures, all::add);
    PersonalizedDecision own = predictor.adaptedTo(all);
    List<Recognition> decided = all.stream().map(one -> one.decidedBy(own)).toList();
    Provenance provenance =
        decided.isEmpty() ? predictor.recognizer().provenance() : decided.get(0).provenance();
    try (PredictionWriter writer = writer(out, provenance)) {
      for (Recognition one : decided) {
        writer.write(one, one.clip().person().map(own::ruleOf).orElse(own.common()));
      }
      writer.finish(failures);
    }
  }

  private PredictionWriter writer(PrintWriter out, Provenance provenance) throws IOException {
    return json ? new JsonPredictions(out, provenance) : new TextPredictions(out);
  }

  private void recognize(
      Predictor predictor,
      List<Clip> known,
      Map<String, String> failures,
      Consumer<Recognition> sink) {
    PrintWriter err = spec.commandLine().getErr();
    try (Progress progress = Progress.of("clips", known.size(), err)) {
      predictor
          .recognizer()
          .recognizeAll(
              known,
              outcome -> {
                if (outcome instanceof Recognition recognition) {
                  sink.accept(recognition);
                } else if (outcome instanceof Outcome.Failure failure) {
                  String error = String.valueOf(failure.cause().getMessage());
                  failures.put(failure.clip().id(), error);
                  tell(err, failure.clip().id(), error);
                }
                progress.step();
              });
    }
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
