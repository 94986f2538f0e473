package io.github.blemore.experiment;

import io.github.blemore.BlemoreException;
import io.github.blemore.EmbeddingSource;
import io.github.blemore.Emotion;
import io.github.blemore.EncoderOrigin;
import io.github.blemore.Encoding;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.NoEmbedding;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.fusion.LabeledVotes;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.SoftmaxHead;
import io.github.blemore.internal.Workers;
import io.github.blemore.threshold.ThresholdSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fits and scores whole systems by cross-validation over actor-disjoint folds: a head for each
 * encoder, and one or several designs of how their votes become blends.
 *
 * <p>Heads are the dear part. Each is trained once, whatever number of designs looks at its votes:
 * nested, an encoder takes {@code folds (folds - 1) / 2 + folds} trainings. With {@link
 * Builder#keepIn} finished ones are kept, so that work that was stopped goes on where it was, and
 * other designs find them there; gates are not kept.
 *
 * <p>The same settings and embeddings give the same result, whatever the number of threads. Safe to
 * share between threads; of several calls one works at a time.
 */
public final class Experiment {

  private final Metadata metadata;
  private final Coverage coverage;
  private final Protocol protocol;
  private final List<FusionDesign> designs;
  private final FusionDesign chosen;
  private final ThresholdSearch alone;
  private final boolean keepModels;
  private final int threads;
  private final Map<String, EncoderClips> encoders;
  private final HeadTraining training;
  private final HeadFits fits;

  private Experiment(
      Builder builder,
      Metadata metadata,
      Coverage coverage,
      Map<String, EncoderClips> encoders,
      Optional<FitFolder> folder) {
    this.metadata = metadata;
    this.coverage = coverage;
    this.encoders = encoders;
    this.training = builder.training;
    this.protocol = builder.protocol == null ? Protocol.NESTED : builder.protocol;
    this.alone =
        builder.thresholds == null
            ? (protocol == Protocol.CHALLENGE ? ThresholdSearch.grid() : ThresholdSearch.exact())
            : builder.thresholds;
    this.designs = builder.designs == null ? usual(alone) : builder.designs;
    this.chosen = designs.get(designs.size() - 1);
    this.keepModels = builder.keepModels;
    this.threads =
        builder.threads == 0 ? Runtime.getRuntime().availableProcessors() : builder.threads;
    this.fits = new HeadFits(metadata, encoders, training, folder, threads);
  }

  private static List<FusionDesign> usual(ThresholdSearch thresholds) {
    WeightSearch equal = WeightSearch.equal(Pooling.ARITHMETIC);
    WeightSearch byScore = WeightSearch.byScore(Pooling.ARITHMETIC).withThresholds(thresholds);
    return List.of(
        FusionDesign.builder(ExperimentResult.EQUAL, equal).thresholds(thresholds).build(),
        FusionDesign.builder(ExperimentResult.BY_SCORE, byScore).thresholds(thresholds).build());
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

  /** The clips that take part. */
  public Metadata metadata() {
    return metadata;
  }

  /** Which clips have embeddings and labels; complete unless {@link Builder#allowMissing}. */
  public Coverage coverage() {
    return coverage;
  }

  /** Where the embeddings come from, in the order of the encoders. */
  public List<EncoderOrigin> origins() {
    return encoders.values().stream().map(EncoderClips::origin).toList();
  }

  /** How heads are trained. */
  public HeadTraining training() {
    return training;
  }

  /** The design that was chosen beforehand: the last of those given. */
  public FusionDesign chosen() {
    return chosen;
  }

  /** How many heads and gates {@link #run} trains; some heads may be kept from before. */
  public int trainings() {
    int folds = metadata.folds().size();
    boolean nested = protocol == Protocol.NESTED;
    int heads = encoders.size() * (nested ? HeadFits.pairs(folds) + folds : folds);
    long gated = designs.stream().filter(design -> design.gate().isPresent()).count();
    return heads + (int) gated * (nested ? folds * folds : folds);
  }

  /**
   * How many heads and gates {@link #fit} trains where {@link #run} has not: those without one
   * fold, and those on all clips.
   */
  public int trainingsToFit() {
    int each = metadata.folds().size() + 1;
    return each * (encoders.size() + (chosen.gate().isPresent() ? 1 : 0));
  }

  /**
   * Runs it: heads first, encoders and folds in parallel; then the designs.
   *
   * @param afterTraining run after each of the {@link #trainings}, by several threads
   * @throws IllegalArgumentException if the embeddings of some folds cannot be trained on; the
   *     message says of which encoder, without which folds, and why
   * @throws InterruptedWorkException if the thread is interrupted
   */
  public synchronized ExperimentResult run(Runnable afterTraining) {
    boolean nested = protocol == Protocol.NESTED;
    if (nested) {
      fits.trainWithoutTwo(afterTraining);
    }
    fits.trainWithoutOne(nested, afterTraining);
    VoteTable votes = new VoteTable(metadata, encoders, fits);
    List<Callable<FoldOutcome>> work = new ArrayList<>();
    for (int fold : metadata.folds()) {
      work.add(() -> outcome(fold, votes, afterTraining));
    }
    return result(Workers.runAll("designs were fitted", threads, RuntimeException.class, work));
  }

  private FoldOutcome outcome(int fold, VoteTable votes, Runnable afterTraining) {
    boolean nested = protocol == Protocol.NESTED;
    FoldTrial trial =
        nested
            ? new FoldTrial(fold, metadata, votes.inside(fold), votes.outside(fold))
            : new FoldTrial(fold, metadata, votes.bestOn(fold), votes.bestOn(fold));
    return trial.run(
        List.copyOf(encoders.keySet()),
        alone,
        designs,
        design -> {
          GateFits gates = gates(design, afterTraining);
          return new ClipwiseFusion(
              gates, nested ? gates.nested(fold) : gates.challenge(fold), fold);
        },
        keepModels ? votes.heads(fold) : Map.of());
  }

  private GateFits gates(FusionDesign design, Runnable afterTraining) {
    return new GateFits(
        metadata, encoders.values(), design.gate().orElseThrow(), design.name(), afterTraining);
  }

  private ExperimentResult result(List<FoldOutcome> outcomes) {
    List<SystemResult> systems = new ArrayList<>();
    for (int i = 0; i < outcomes.get(0).systems().size(); i++) {
      List<FoldScore> scores = new ArrayList<>();
      List<Answer> answers = new ArrayList<>();
      for (FoldOutcome outcome : outcomes) {
        scores.add(outcome.systems().get(i).score());
        answers.addAll(outcome.systems().get(i).answers());
      }
      OneSystem first = outcomes.get(0).systems().get(i);
      systems.add(new SystemResult(first.name(), first.kind(), scores, answers));
    }
    List<FoldModel> models =
        keepModels ? outcomes.stream().map(FoldOutcome::model).toList() : List.of();
    return new ExperimentResult(protocol, systems, chosen.name(), models);
  }

  /**
   * Fits what is to be used: a head for each encoder on all clips, for as many epochs as were best
   * on average when a fold was left out; the chosen design on the votes that heads trained without
   * a clip's fold have on it.
   *
   * @param afterTraining run after each of the {@link #trainingsToFit}, by several threads
   * @throws IllegalArgumentException as {@link #run} does
   * @throws InterruptedWorkException if the thread is interrupted
   */
  public synchronized FittedModel fit(Runnable afterTraining) {
    fits.trainWithoutOne(false, afterTraining);
    Map<String, SoftmaxHead> heads = fits.trainOnAll(afterTraining);
    if (chosen.gate().isPresent()) {
      GateFits.Fitted gate = gates(chosen, afterTraining).onAll();
      return new FittedModel(heads, chosen.fit(gate.gate(), gate.chosenOn()));
    }
    LabeledVotes votes = new VoteTable(metadata, encoders, fits).bestOnAll();
    WeightedFusion weights = chosen.weights().orElseThrow().search(votes);
    return new FittedModel(heads, chosen.fit(weights, votes.fuse(weights)));
  }

  /** Collects the settings; an option set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private final Metadata metadata;
    private final EmbeddingSource embeddings;
    private final HeadTraining training;
    private @Nullable List<String> encoders;
    private @Nullable Protocol protocol;
    private @Nullable ThresholdSearch thresholds;
    private @Nullable List<FusionDesign> designs;
    private @Nullable Path folder;
    private int threads;
    private boolean allowMissing;
    private boolean keepModels = true;

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
     * How thresholds are found for each encoder alone, and in the designs that are there by
     * default; default: {@link ThresholdSearch#exact}, and under {@link Protocol#CHALLENGE} the
     * baseline's {@link ThresholdSearch#grid}. The epoch is chosen by the search of the {@link
     * HeadTraining}.
     */
    public Builder thresholds(ThresholdSearch value) {
      requireUnset("thresholds", thresholds);
      this.thresholds = value;
      return this;
    }

    /**
     * What is compared; the last is the one that is chosen beforehand: models are made of it and
     * ablations are done on it. By default {@link ExperimentResult#EQUAL}, then {@link
     * ExperimentResult#BY_SCORE}.
     *
     * @param values at least one, with different names
     */
    public Builder designs(List<FusionDesign> values) {
      requireUnset("designs", designs);
      Set<String> names = values.stream().map(FusionDesign::name).collect(Collectors.toSet());
      if (values.isEmpty() || names.size() != values.size()) {
        throw new IllegalArgumentException(
            "designs %s: must be at least one, with different names".formatted(values));
      }
      this.designs = List.copyOf(values);
      return this;
    }

    /** Does not keep the heads of each fold, of which {@link FoldModel}s are made. */
    public Builder withoutModels() {
      this.keepModels = false;
      return this;
    }

    /**
     * Goes on although some labeled clips were never encoded by some encoder, or some embeddings
     * have no label: {@link Experiment#coverage} says which. Clips that no encoder was asked about
     * are left out; where only some were, the others' votes are missing.
     */
    public Builder allowMissing() {
      this.allowMissing = true;
      return this;
    }

    /**
     * Keeps finished trainings in this folder, and takes those that are there; default: they are
     * kept in memory only. It is made if it is not there.
     */
    public Builder keepIn(Path folderOfTrainings) {
      requireUnset("folder of trainings", folder);
      this.folder = folderOfTrainings;
      return this;
    }

    /**
     * How many trainings go on at the same time; default: as many as there are cores.
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
     * The experiment; embeddings are read.
     *
     * @throws IllegalArgumentException if the folds are not {@link #requireTrainable}, no encoder
     *     takes part or one twice, there are none of its embeddings, or labels and embeddings are
     *     not of the same clips (unless {@link #allowMissing}); the message says which
     * @throws BlemoreException if the folder of finished trainings cannot be written to
     */
    public Experiment build() {
      requireUsable(metadata);
      Map<String, EncoderOrigin> origins = origins();
      List<String> ids = List.copyOf(origins.keySet());
      Coverage coverage = Coverage.of(metadata, embeddings, ids);
      if (!coverage.isComplete() && !allowMissing) {
        throw new IllegalArgumentException(
            "labels and embeddings are not of the same clips: %s; encode or remove them, or allow missing ones"
                .formatted(String.join("; ", coverage.problems())));
      }
      Metadata covered = covered(coverage);
      requireUsable(covered);
      Map<String, EncoderClips> clips = new LinkedHashMap<>();
      origins.forEach(
          (id, origin) -> clips.put(id, EncoderClips.read(origin, covered, encodings(id))));
      Optional<FitFolder> kept =
          folder == null
              ? Optional.empty()
              : Optional.of(FitFolder.open(folder, covered, training));
      return new Experiment(this, covered, coverage, clips, kept);
    }

    private void requireUsable(Metadata clips) {
      Protocol where = protocol == null ? Protocol.NESTED : protocol;
      requireFolds(clips, where);
      if (!training.allowsAbsentClasses()) {
        requireEmotions(clips, where);
      }
    }

    private Map<String, EncoderOrigin> origins() {
      Map<String, EncoderOrigin> known = new LinkedHashMap<>();
      embeddings.encoders().forEach(origin -> known.put(origin.id(), origin));
      List<String> ids = encoders == null ? List.copyOf(known.keySet()) : encoders;
      if (ids.isEmpty() || new LinkedHashSet<>(ids).size() != ids.size()) {
        throw new IllegalArgumentException(
            "encoders %s: must be at least one, each once".formatted(ids));
      }
      Map<String, EncoderOrigin> origins = new LinkedHashMap<>();
      for (String id : ids) {
        EncoderOrigin origin = known.get(id);
        if (origin == null) {
          throw new IllegalArgumentException(
              "%s: there is no embedding by %s; there are some by %s"
                  .formatted(embeddings, id, known.keySet()));
        }
        origins.put(id, origin);
      }
      return origins;
    }

    private Metadata covered(Coverage coverage) {
      if (coverage.withoutAny().isEmpty()) {
        return metadata;
      }
      List<MetadataRow> rows =
          metadata.rows().stream()
              .filter(row -> !coverage.withoutAny().contains(row.clipId()))
              .toList();
      if (rows.isEmpty()) {
        throw new IllegalArgumentException(
            "none of the %d labeled clips has an embedding: are clips named alike in both?"
                .formatted(coverage.clips()));
      }
      return Metadata.of(rows);
    }

    private Function<String, Encoding> encodings(String encoder) {
      return clip ->
          embeddings
              .find(encoder, clip)
              .orElseGet(() -> new NoEmbedding(encoder, "it was never encoded"));
    }
  }
}
