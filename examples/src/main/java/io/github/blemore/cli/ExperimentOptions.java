package io.github.blemore.cli;

import io.github.blemore.EmbeddingSource;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.FusionDesign;
import io.github.blemore.experiment.Protocol;
import io.github.blemore.threshold.ThresholdSearch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Embeddings, labels, heads and design: options of the commands that fit. */
final class ExperimentOptions {

  @Mixin private EmbeddingOptions embeddings = new EmbeddingOptions();
  @Mixin private HeadOptions heads = new HeadOptions();
  @Mixin private DesignOptions design = new DesignOptions();

  @Option(
      names = "--metadata",
      required = true,
      paramLabel = "CSV",
      description = "Labels and folds, in the form of the challenge's train_metadata.csv.")
  private Path metadata = Path.of("");

  @Option(
      names = "--allow-missing",
      description = {
        "Goes on although some labeled clips have no embedding, or some embeddings no label."
      })
  private boolean allowMissing;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = {
        "Where finished trainings are kept, so that a run that was stopped goes on where it was",
        "(default: the name of the first store and .trainings)."
      })
  private @Nullable Path work;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many trainings go on at a time (default: one per core).")
  private @Nullable Integer threads;

  /** Opens the embeddings that are meant; the caller closes them. */
  OpenedEmbeddings open(CommandSpec spec) throws IOException {
    return embeddings.open(spec);
  }

  /** The labels. */
  Metadata metadata() throws IOException {
    return Metadata.read(metadata);
  }

  /** Where finished trainings are kept. */
  Path work() {
    Path store = embeddings.firstFile();
    return work == null ? store.resolveSibling(store.getFileName() + ".trainings") : work;
  }

  /**
   * The experiment that was asked for.
   *
   * @param compare whether all ways to find weights are compared with the one that was asked for
   * @throws ParameterException if an option is wrong
   * @throws IOException if labels and embeddings do not fit, or something cannot be read or written
   */
  Experiment experiment(
      Metadata labels, EmbeddingSource source, Protocol protocol, boolean compare, CommandSpec spec)
      throws IOException {
    Experiment.Builder builder =
        requireArguments(() -> builder(labels, source, protocol, compare), spec);
    try {
      Experiment experiment = builder.build();
      PrintWriter err = spec.commandLine().getErr();
      experiment.coverage().problems().forEach(problem -> err.println("missing: " + problem));
      return experiment;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Experiment.Builder builder(
      Metadata labels, EmbeddingSource source, Protocol protocol, boolean compare) {
    ThresholdSearch usual =
        protocol == Protocol.CHALLENGE ? ThresholdSearch.grid() : ThresholdSearch.exact();
    List<FusionDesign> designs =
        new ArrayList<>(compare ? design.others(seed, usual, heads.allowsAbsent()) : List.of());
    designs.add(design.design(seed, usual, heads.allowsAbsent()));
    Experiment.Builder builder =
        Experiment.builder(labels, source, heads.training(seed))
            .protocol(protocol)
            .designs(designs)
            .withoutModels()
            .keepIn(work());
    design.thresholds(seed).ifPresent(builder::thresholds);
    if (threads != null) {
      builder.threads(threads);
    }
    return allowMissing ? builder.allowMissing() : builder;
  }

  private interface Work<T> {
    T run();
  }

  private static <T> T requireArguments(Work<T> work, CommandSpec spec) {
    try {
      return work.run();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
