package io.github.blemore.cli;

import io.github.blemore.Clip;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.EmbeddingSources;
import io.github.blemore.Emotion;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.challenge.Submission;
import io.github.blemore.spec.EncoderSpec;
import io.github.blemore.store.ClipFolder;
import io.github.blemore.store.EmbeddingStore;
import io.github.blemore.store.Extraction;
import io.github.blemore.store.ExtractionSummary;
import io.github.blemore.system.BlendSystem;
import io.github.blemore.system.ClipDecision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore submit}. */
@Command(
    name = "submit",
    description = {
      "The file the challenge takes on CodaBench: a system's blends of all test clips. Embeddings are",
      "kept in a store: started again after Ctrl-C or a crash, it goes on where it was."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class SubmitCommand implements Callable<Integer> {

  private static final String ZIP = ".zip";

  @Option(
      names = "--system",
      required = true,
      paramLabel = "DIR",
      description = "A system that fit saved.")
  private Path folder = Path.of("");

  @Option(
      names = "--clips",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the clips; those in folders below it count too.")
  private Path clips = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "ZIP",
      description = "The file; one that is there is replaced.")
  private Path out = Path.of("");

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = {
        "Where embeddings are kept; made if it is not there (default: the name of the zip file with",
        ".sqlite)."
      })
  private @Nullable Path store;

  @Option(
      names = "--encoder",
      paramLabel = "SPEC",
      description = {
        "Where the system's encoder of this id is now, if it was moved since the system was fitted;",
        "may be given several times."
      })
  private List<String> encoders = List.of();

  @Option(
      names = "--people",
      paramLabel = "CSV",
      description = {
        "Who is seen, for a system fitted with --personal: a file with columns clip (file name, with",
        "or without extension) and person."
      })
  private @Nullable Path people;

  @Option(
      names = "--any-clips",
      description = "Takes the clips that are there; default: they must be the 594 test clips.")
  private boolean anyClips;

  @Option(
      names = "--fallback",
      paramLabel = "EMOTION",
      description = {
        "ang, disg, fea, hap, sad or neu: what is predicted for clips that no encoder can say",
        "anything about; clips on which some encoders failed have what the others say (default: with",
        "clips of either kind no file is written)."
      })
  private @Nullable String fallback;

  @Mixin private ExtractionOptions extraction = new ExtractionOptions();

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Optional<Emotion> emotion =
        requireArguments(() -> Optional.ofNullable(fallback).map(Emotion::ofCode));
    SubmitReport report = StopSignal.interrupts(() -> submit(emotion));
    PrintWriter printed = spec.commandLine().getOut();
    if (json) {
      report.printJson(printed);
    } else {
      report.printText(printed);
    }
    printed.flush();
    return report.isComplete() ? 0 : 1;
  }

  private SubmitReport submit(Optional<Emotion> emotion) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<EncoderSpec> moved =
        requireArguments(() -> encoders.stream().map(EncoderSpec::parse).toList());
    BlendSystem system = system();
    requireWritable();
    List<Clip> found = named(clips(), system);
    try (SystemEncoders opened = requireArguments(() -> SystemEncoders.of(system, moved, err));
        EmbeddingStore embeddings = EmbeddingStore.open(store())) {
      err.println(system);
      SortedMap<String, String> failed = encode(embeddings, opened.encoders(), found);
      EmbeddingSource made = made(embeddings, opened.encoders());
      List<ClipDecision> decided = decide(system, made, found);
      SubmitReport report = report(decided, found, failed, system, emotion);
      if (report.isComplete()) {
        report.submission().writeZip(out);
      }
      return report;
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

  private BlendSystem system() {
    BlendSystem system = BlendSystem.load(folder);
    Optional<String> naming = Optional.ofNullable(people).map(unused -> "--people");
    return requireArguments(
        () -> {
          SystemEncoders.requirePersonal(system, naming);
          return system;
        });
  }

  /** Before long work. */
  private void requireWritable() throws IOException {
    Path parent = out.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent) || Files.isDirectory(out)) {
      throw new IOException(
          "cannot write %s: must be a file in a folder that is there".formatted(out));
    }
  }

  private Path store() {
    String name = String.valueOf(out.getFileName());
    String stem = name.endsWith(ZIP) ? name.substring(0, name.length() - ZIP.length()) : name;
    return store == null ? out.resolveSibling(stem + ".sqlite") : store;
  }

  private List<Clip> clips() throws IOException {
    try {
      List<Clip> found = ClipFolder.list(clips);
      if (!anyClips) {
        Submission.requireTestClips(found.stream().map(SubmitCommand::fileName).toList());
      }
      return found;
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: %s%s"
              .formatted(
                  clips, e.getMessage(), anyClips ? "" : "; --any-clips takes what is there"),
          e);
    }
  }

  private static String fileName(Clip clip) {
    return String.valueOf(clip.path().getFileName());
  }

  /** The clips with the people they show. */
  private List<Clip> named(List<Clip> found, BlendSystem system) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (people != null) {
      return People.read(people).in(found, err);
    }
    if (system.fitted().personal().isPresent()) {
      People.tellCommonBeta(system.fitted().rule(), "--people", err);
    }
    return found;
  }

  /**
   * Makes the embeddings that are not there.
   *
   * @return id of a clip that an encoder failed on to what went wrong
   * @throws IOException if an encoder stopped before all clips were done
   */
  private SortedMap<String, String> encode(
      EmbeddingStore embeddings, List<Encoder> opened, List<Clip> found) throws IOException {
    SortedMap<String, String> failed = new TreeMap<>();
    List<Encoder> encoding =
        opened.stream().filter(encoder -> !(encoder instanceof EmbeddingSource)).toList();
    if (encoding.isEmpty()) {
      return failed;
    }
    PrintWriter err = spec.commandLine().getErr();
    Extraction work = requireArguments(() -> extraction.extraction(embeddings, encoding));
    try {
      for (ExtractionSummary.OfEncoder one : ExtractionOptions.run(work, found, err).encoders()) {
        if (one.left() > 0) {
          throw new IOException(
              "encoder %s stopped before %d of %d clips: %s; what was encoded is in %s, so that the next run goes on there"
                  .formatted(
                      one.id(), one.left(), found.size(), one.stopped().orElse(""), store()));
        }
        one.failed()
            .forEach(
                (clip, error) ->
                    failed.merge(clip, one.id() + ": " + error, (a, b) -> a + "; " + b));
      }
      return failed;
    } finally {
      Spending.tell(opened, err);
    }
  }

  /**
   * What the encoders made of clips. Imported embeddings know clips by name, the store by their
   * bytes: they are not put there, but taken as they are.
   */
  private static EmbeddingSource made(EmbeddingStore embeddings, List<Encoder> opened) {
    List<EmbeddingSource> sources = new ArrayList<>();
    List<EncoderForm> forms = new ArrayList<>();
    for (Encoder encoder : opened) {
      if (encoder instanceof EmbeddingSource imported) {
        sources.add(imported);
      } else {
        forms.add(EncoderForm.of(encoder.info()));
      }
    }
    sources.add(embeddings.source(forms));
    return EmbeddingSources.union(sources);
  }

  private static List<ClipDecision> decide(
      BlendSystem system, EmbeddingSource embeddings, List<Clip> found) {
    Map<String, String> personOf = new HashMap<>();
    found.forEach(clip -> clip.person().ifPresent(person -> personOf.put(clip.id(), person)));
    return system.decide(embeddings, found.stream().map(Clip::id).toList(), personOf);
  }

  private SubmitReport report(
      List<ClipDecision> decided,
      List<Clip> found,
      Map<String, String> failedIds,
      BlendSystem system,
      Optional<Emotion> emotion) {
    SortedMap<String, ClipDecision> decisions = new TreeMap<>();
    SortedMap<String, String> partial = new TreeMap<>();
    SortedMap<String, String> failed = new TreeMap<>();
    for (int i = 0; i < found.size(); i++) {
      ClipDecision one = decided.get(i);
      String file = fileName(found.get(i));
      String error = failedIds.get(one.clipId());
      if (one.verdict().isEmpty()) {
        failed.put(file, error == null ? "no encoder could vote: " + one.missing() : error);
      } else {
        decisions.put(file, one);
        if (error != null) {
          partial.put(file, error);
        }
      }
    }
    return new SubmitReport(out, store(), system, decisions, partial, failed, emotion);
  }
}
