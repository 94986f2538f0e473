package io.github.blemore.cli;

import io.github.blemore.BlemoreException;
import io.github.blemore.Clip;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.finetune.EncoderFineTuner;
import io.github.blemore.finetune.FineTuneResult;
import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.finetune.TrainingSession;
import io.github.blemore.store.ClipFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code blemore finetune}. */
@Command(
    name = "finetune",
    description = {
      "Adapts an encoder to the task: it is trained together with a head of six emotions, by the",
      "Kullback-Leibler divergence from soft labels. One training for each fold, which leaves it out",
      "and is scored on it; then one on all clips, which gives the checkpoint. All is on the disk after",
      "each epoch: started again after Ctrl-C or a crash, the same command goes on, and ends with the",
      "same weights."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class FinetuneCommand implements Callable<Integer> {

  private static final int LEAST_FOLDS = 3;

  @Option(
      names = "--encoder",
      required = true,
      paramLabel = "NAME",
      description = {
        "videomae, timesformer, s4d, wav2vec2, hubert or wavlm; with options as in",
        "wav2vec2:precision=bf16,max-seconds=5, or with the checkpoint in it as in encode. Options are",
        "device=auto|cpu|gpuN, precision=float32|bf16, accept-nc=yes, max-seconds=X (speech),",
        "frame-step=N (s4d)."
      })
  private String encoder = "";

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "The encoder's checkpoint, from which the training starts.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--clips",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the clips; those in folders below it count too.")
  private Path clips = Path.of("");

  @Option(
      names = "--metadata",
      required = true,
      paramLabel = "CSV",
      description = "Labels and folds, in the form of the challenge's train_metadata.csv.")
  private Path metadata = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = {
        "The folder of the adapted checkpoint: new, empty, or of an earlier run. The folds' networks",
        "and features for fit go beside it, into DIR.trainings."
      })
  private Path out = Path.of("");

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = {
        "Makes new folds that share no person, 3 or more (default: those of the metadata)."
      })
  private @Nullable Integer folds;

  @Option(
      names = "--allow-missing",
      description = {
        "Goes on although some labeled clips have no file, or lack what the encoder needs."
      })
  private boolean allowMissing;

  @Option(
      names = "--allow-absent",
      description = "Trains although no training clip shows some emotion.")
  private boolean allowAbsent;

  @Mixin private FineTuneOptions options = new FineTuneOptions();

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Optional<FinetuneReport> report = StopSignal.interrupts(this::adapt);
    if (report.isEmpty()) {
      return 1;
    }
    PrintWriter printed = spec.commandLine().getOut();
    if (json) {
      report.get().printJson(printed);
    } else {
      report.get().printText(printed);
    }
    printed.flush();
    return 0;
  }

  /** Empty if it was stopped. */
  private Optional<FinetuneReport> adapt() throws IOException {
    try (FinetuneProgress progress = new FinetuneProgress(spec.commandLine().getErr())) {
      return Optional.of(adapt(progress));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          String.valueOf(e.getMessage())
              .replace("allowMissing()", "--allow-missing")
              .replace("allowAbsentClasses()", "--allow-absent"),
          e);
    } catch (IOException | BlemoreException e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw e;
      }
      tellStopped();
      return Optional.empty();
    }
  }

  private FinetuneReport adapt(FinetuneProgress progress) throws IOException {
    TrainedFamily.Chosen chosen = requireArguments(() -> TrainedFamily.choose(encoder, checkpoint));
    FineTuneOptions.requireFitting(chosen.family(), spec);
    FineTuneSettings settings = requireArguments(options::settings);
    Metadata labels = labels(settings.seed());
    List<Clip> found = ClipFolder.list(clips);
    describe(chosen, settings);
    FineTuneResult result = tuner(chosen, settings, progress).run(labels, found, out);
    return FinetuneReport.of(chosen.family(), settings, result);
  }

  /** What is wrong in it is the arguments' fault. */
  private <T> T requireArguments(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Metadata labels(long seed) throws IOException {
    Metadata labels = Metadata.read(metadata);
    Integer count = folds;
    if (count == null) {
      return labels;
    }
    if (count < LEAST_FOLDS) {
      throw new ParameterException(
          spec.commandLine(),
          "--folds is %d: must be %d or more, to learn from, to choose the epoch by, and to score"
              .formatted(count, LEAST_FOLDS));
    }
    return requireArguments(() -> labels.withFolds(count, seed));
  }

  /** Before long work: what does not fit the checkpoint is known then. */
  private void describe(TrainedFamily.Chosen chosen, FineTuneSettings settings) {
    PrintWriter err = spec.commandLine().getErr();
    try (TrainingSession session =
        requireArguments(() -> TrainingSession.open(chosen.builder(), settings))) {
      err.printf(
          Locale.ROOT,
          "%s, %s: %,d numbers are trained%n",
          chosen.family().code(),
          session.computesOn(),
          session.trainedValues());
      err.flush();
    }
  }

  private EncoderFineTuner tuner(
      TrainedFamily.Chosen chosen, FineTuneSettings settings, FinetuneProgress progress) {
    EncoderFineTuner.Builder tuner =
        EncoderFineTuner.builder(chosen.builder(), settings).listener(progress);
    if (allowMissing) {
      tuner.allowMissing();
    }
    if (allowAbsent) {
      tuner.allowAbsentClasses();
    }
    return tuner.build();
  }

  /** At once: the process may be gone before the caller gets to it. */
  private void tellStopped() {
    PrintWriter err = spec.commandLine().getErr();
    err.println("stopped: the same command goes on after the last whole epoch");
    err.flush();
  }
}
