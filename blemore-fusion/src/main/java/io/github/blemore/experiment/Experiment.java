package io.github.blemore.experiment;

import io.github.blemore.EmbeddingSource;
import io.github.blemore.Emotion;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.internal.Workers;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Fits and scores a whole system by cross-validation over actor-disjoint folds: a head for each
 * encoder, their fusion by weighted averages, and thresholds.
 *
 * <p>The same settings and embeddings give the same result, whatever the number of threads.
 * Immutable, safe to share between threads.
 */
public final class Experiment {

  private static final int LISTED = 5;

  private final Metadata metadata;
  private final List<Integer> folds;
  private final FoldFit fit;
  private final Protocol protocol;
  private final int threads;

  private Experiment(Builder builder, Map<String, Map<String, Encoding>> encodings) {
    this.metadata = builder.metadata;
    this.folds = List.copyOf(metadata.folds());
    this.protocol = builder.protocol == null ? Protocol.NESTED : builder.protocol;
    this.threads =
        builder.threads == 0 ? Runtime.getRuntime().availableProcessors() : builder.threads;
    ThresholdSearch search = builder.thresholds == null ? usual(protocol) : builder.thresholds;
    this.fit =
        new FoldFit(metadata, encodings, checkpoints(builder), builder.training, protocol, search);
  }

  private static Map<String, String> checkpoints(Builder builder) {
    Map<String, String> checkpoints = new HashMap<>();
    for (EncoderOrigin encoder : builder.embeddings.encoders()) {
      encoder.form().checkpointSha256().ifPresent(sha -> checkpoints.put(encoder.id(), sha));
    }
    return checkpoints;
  }

  private static ThresholdSearch usual(Protocol protocol) {
    return protocol == Protocol.CHALLENGE ? ThresholdSearch.grid() : ThresholdSearch.exact();
  }

  /**
   * Starts an experiment.
   *
   * @param metadata the clips with labels and folds
   * @param embeddings what encoders made of them
   * @param training how heads are trained
   */
  public static Builder builder(
      Metadata metadata, EmbeddingSource embeddings, HeadTraining training) {
    return new Builder(metadata, embeddings, training);
  }

  /**
   * Checks that the folds of these clips can be trained on, whatever their embeddings.
   *
   * @throws IllegalArgumentException if there are too few folds (two, nested three), one of them
   *     has no clips, or an emotion is not to be seen in a set that is trained on; the message says
   *     which
   */
  public static void requireTrainable(Metadata metadata, Protocol protocol) {
    requireFolds(metadata, protocol);
    requireEmotions(metadata, protocol);
  }

  private static void requireFolds(Metadata metadata, Protocol protocol) {
    Set<Integer> folds = metadata.folds();
    for (int fold = 0; fold <= metadata.folds().last(); fold++) {
      if (!folds.contains(fold)) {
        throw new IllegalArgumentException(
            "fold %d has no clips: folds must be 0 to their number minus one, got %s"
                .formatted(fold, folds));
      }
    }
    int needed = protocol == Protocol.CHALLENGE ? 2 : 3;
    if (folds.size() < needed) {
      long actors = metadata.rows().stream().map(MetadataRow::actor).distinct().count();
      throw new IllegalArgumentException(
          "%d folds of %d actors: this protocol needs at least %d folds without a common actor"
              .formatted(folds.size(), actors, needed));
    }
  }

  private static void requireEmotions(Metadata metadata, Protocol protocol) {
    for (int fold : metadata.folds()) {
      for (int other : metadata.folds()) {
        boolean trained = protocol == Protocol.NESTED ? fold < other : fold == other;
        if (trained) {
          requireAllEmotions(metadata, new TreeSet<>(List.of(fold, other)));
        }
      }
    }
  }

  private static void requireAllEmotions(Metadata metadata, Set<Integer> leftOut) {
    Set<Emotion> absent = EnumSet.allOf(Emotion.class);
    for (MetadataRow row : metadata.rows()) {
      if (!leftOut.contains(row.fold())) {
        row.label().parts().forEach(part -> absent.remove(part.emotion()));
      }
    }
    if (!absent.isEmpty()) {
      throw new IllegalArgumentException(
          "without folds %s no clip shows %s: heads cannot be trained on the rest; take more clips"
              .formatted(leftOut, absent.stream().map(Emotion::code).toList()));
    }
  }

  /** How many heads {@link #run} trains. */
  public int trainings() {
    return folds.size() * fit.trainingsPerFold();
  }

  /**
   * Runs it, folds in parallel.
   *
   * @param afterTraining run after each of the {@link #trainings}, by several threads
   * @throws IllegalArgumentException if the embeddings of some folds cannot be trained on; the
   *     message says of which encoder, without which folds, and why
   * @throws InterruptedWorkException if the thread is interrupted
   */
  public ExperimentResult run(Runnable afterTraining) {
    List<Callable<FoldFit.Outcome>> work = new ArrayList<>();
    for (int fold : folds) {
      work.add(() -> fit.run(fold, afterTraining));
    }
    return result(Workers.runAll("heads were trained", threads, RuntimeException.class, work));
  }

  private ExperimentResult result(List<FoldFit.Outcome> outcomes) {
    List<SystemResult> systems = new ArrayList<>();
    for (int i = 0; i < outcomes.get(0).systems().size(); i++) {
      List<FoldScore> scores = new ArrayList<>();
      List<Answer> answers = new ArrayList<>();
      for (FoldFit.Outcome outcome : outcomes) {
        scores.add(outcome.systems().get(i).score());
        answers.addAll(outcome.systems().get(i).answers());
      }
      FoldFit.OneSystem first = outcomes.get(0).systems().get(i);
      systems.add(new SystemResult(first.name(), first.kind(), scores, answers));
    }
    return new ExperimentResult(
        protocol, systems, outcomes.stream().map(FoldFit.Outcome::model).toList());
  }

  /** Collects the settings; an option set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private final Metadata metadata;
    private final EmbeddingSource embeddings;
    private final HeadTraining training;
    private @Nullable List<String> encoders;
    private @Nullable Protocol protocol;
    private @Nullable ThresholdSearch thresholds;
    private int threads;

    private Builder(Metadata metadata, EmbeddingSource embeddings, HeadTraining training) {
      this.metadata = metadata;
      this.embeddings = embeddings;
      this.training = training;
    }

    /** The encoders that take part; default: all of which there are embeddings. */
    public Builder encoders(List<String> ids) {
      requireUnset("encoders", encoders);
      this.encoders = List.copyOf(ids);
      return this;
    }

    /** Where things are chosen; default: {@link Protocol#NESTED}. */
    public Builder protocol(Protocol value) {
      requireUnset("protocol", protocol);
      this.protocol = value;
      return this;
    }

    /**
     * How thresholds are found; default: {@link ThresholdSearch#exact}, and under {@link
     * Protocol#CHALLENGE} the baseline's {@link ThresholdSearch#grid}. The epoch is chosen by the
     * search of the {@link HeadTraining}.
     */
    public Builder thresholds(ThresholdSearch value) {
      requireUnset("thresholds", thresholds);
      this.thresholds = value;
      return this;
    }

    /**
     * How many folds are worked on at the same time; default: as many as there are cores.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder threads(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("threads is %d: must be at least 1".formatted(value));
      }
      requireUnset("threads", threads == 0 ? null : threads);
      this.threads = value;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException("%s is set twice: %s".formatted(option, value));
      }
    }

    /**
     * The experiment.
     *
     * @throws IllegalArgumentException if the folds are not {@link #requireTrainable}, no encoder
     *     takes part or one twice, or an encoder was not asked about a clip; the message says which
     */
    public Experiment build() {
      List<String> ids =
          encoders == null
              ? embeddings.encoders().stream().map(EncoderOrigin::id).toList()
              : encoders;
      Set<String> different = new LinkedHashSet<>(ids);
      if (ids.isEmpty() || different.size() != ids.size()) {
        throw new IllegalArgumentException(
            "encoders %s: must be at least one, each once".formatted(ids));
      }
      Protocol chosen = protocol == null ? Protocol.NESTED : protocol;
      requireFolds(metadata, chosen);
      if (!training.allowsAbsentClasses()) {
        requireEmotions(metadata, chosen);
      }
      Map<String, Map<String, Encoding>> encodings = new LinkedHashMap<>();
      ids.forEach(id -> encodings.put(id, load(id)));
      return new Experiment(this, encodings);
    }

    private Map<String, Encoding> load(String encoderId) {
      Map<String, Encoding> loaded = new HashMap<>();
      List<String> lacking = new ArrayList<>();
      for (MetadataRow row : metadata.rows()) {
        embeddings
            .find(encoderId, row.clipId())
            .ifPresentOrElse(
                encoding -> loaded.put(row.clipId(), encoding), () -> lacking.add(row.clipId()));
      }
      if (!lacking.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: %d of %d clips were never encoded by %s, such as %s: encode them first"
                .formatted(
                    embeddings,
                    lacking.size(),
                    metadata.rows().size(),
                    encoderId,
                    lacking.subList(0, Math.min(LISTED, lacking.size()))));
      }
      return loaded;
    }
  }
}
