package io.github.blemore.finetune;

import io.github.blemore.Clip;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderInfo;
import io.github.blemore.Provenance;
import io.github.blemore.challenge.Metadata;
import io.github.blemore.challenge.MetadataRow;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.finetune.files.AdaptedCheckpoint;
import io.github.blemore.finetune.files.MediaCache;
import io.github.blemore.head.SoftLabelKl;
import io.github.blemore.internal.Sha256;
import io.github.blemore.media.MediaReader;
import io.github.blemore.metrics.Scores;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.npy.NpzWriter;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Adapts an encoder to the task: the encoder and a head of six emotions on it are trained together,
 * by the Kullback-Leibler divergence from soft labels (arXiv:2603.23650; the loss is {@link
 * SoftLabelKl}), from a checkpoint to a checkpoint of the same form.
 *
 * <pre>{@code
 * FineTuneResult adapted =
 *     EncoderFineTuner.builder(
 *             VideoMaeEncoder.builder(checkpoint), FineTuneSettings.builder().epochs(20).build())
 *         .build()
 *         .run(metadata, ClipFolder.list(clips), out);
 * System.out.println(adapted.summary());
 * }</pre>
 *
 * <p>There is one training for each fold that leaves it out, and one on all clips. Of a training
 * that leaves fold f out, the next fold is the validation fold: after each epoch the best
 * thresholds there give a Score, and the first epoch with the highest one counts. So no network's
 * predictions of a clip, which go to the fusion, come from a network that saw the person, neither
 * to learn from nor to choose an epoch or thresholds. The training on all clips has no clips to
 * choose its epoch by: it takes the median of the folds' best epochs, with the learning rates of
 * the first ones.
 *
 * <p>Beside the folder of the checkpoint, a folder of the same name with {@code .trainings} holds
 * the folds' networks ({@code fold-0/checkpoint} and so on) and what a stopped run goes on from:
 * trainings that were over are not repeated, one that was not goes on after its last whole epoch,
 * bit for bit on the same machine. {@code out-of-fold.npz} there holds the features for the fusion.
 *
 * <p>Immutable, safe to share between threads; each call of {@code run} is a run of its own.
 */
public final class EncoderFineTuner {

  private static final String TRAININGS = ".trainings";
  private static final String STATE = "state.safetensors";
  private static final String RESULT = "result.json";
  private static final String OUT_OF_FOLD = "out-of-fold.npz";
  private static final String CHECKPOINT = "checkpoint";
  private static final int SHOWN = 5;

  private final CheckpointEncoderBuilder<?> encoder;
  private final FineTuneSettings settings;
  private final FineTuneListener listener;
  private final ThresholdSearch search;
  private final boolean missingAllowed;
  private final boolean absentClassesAllowed;

  private EncoderFineTuner(Builder options) {
    this.encoder = options.encoder;
    this.settings = options.settings;
    this.listener = options.listener == null ? FineTuneListener.NONE : options.listener;
    this.search = options.search == null ? ThresholdSearch.exact() : options.search;
    this.missingAllowed = options.missingAllowed;
    this.absentClassesAllowed = options.absentClassesAllowed;
  }

  /**
   * Starts a tuner.
   *
   * @param encoder which checkpoint, on which device, in which precision; of VideoMAE, TimeSformer,
   *     S4D, Wav2Vec2, HuBERT or WavLM. What it needs of a clip is what is trained on
   * @param settings how it is trained
   */
  public static Builder builder(CheckpointEncoderBuilder<?> encoder, FineTuneSettings settings) {
    return new Builder(encoder, settings);
  }

  /** All a run knows. */
  private record Run(
      List<LabeledClip> clips, ClipParts parts, SortedMap<String, String> identity) {}

  /**
   * Adapts the encoder, or goes on where an earlier run on the same folder stopped.
   *
   * @param metadata labels, people and folds: three folds or more, which share no person
   * @param clips where the clips of the metadata are, by id; others are left aside
   * @param out the folder of the adapted checkpoint: new, empty, or of an earlier run
   * @throws IllegalArgumentException if there are too few folds, clips of the metadata are missing
   *     or lack what the encoder needs and that is not {@linkplain Builder#allowMissing allowed}, a
   *     training would see fewer than two emotions, or the earlier run had other settings (which)
   * @throws io.github.blemore.ModelException if the checkpoint is damaged, its license not
   *     accepted, or PyTorch or the GPU asked for is not there
   * @throws io.github.blemore.InferenceException if a training diverges or memory is short; what
   *     was written stays
   * @throws io.github.blemore.InterruptedWorkException if the thread is interrupted; the next run
   *     goes on
   * @throws IOException if the folder holds something else, or something cannot be written; the
   *     last good state stays
   */
  public FineTuneResult run(Metadata metadata, List<Clip> clips, Path out) throws IOException {
    List<Integer> folds = List.copyOf(metadata.folds());
    if (folds.size() < 3) {
      throw new IllegalArgumentException(
          "the metadata have folds %s: must be three or more, to learn from, to choose the epoch by, and to score; see Metadata.withFolds"
              .formatted(folds));
    }
    EncoderInfo info = info();
    AdaptedCheckpoint.requireReplaceable(encoder.folder(), out);
    Path work = Files.createDirectories(trainings(out));
    SortedMap<String, String> missing = new TreeMap<>();
    List<Clip> found = found(metadata, clips, missing);
    try (MediaCache cache =
        MediaCache.of(
            work,
            found,
            info.needs(),
            MediaReader::open,
            Runtime.getRuntime().availableProcessors(),
            () -> listener.onDecoded(found.size()))) {
      missing.putAll(cache.failed());
      List<LabeledClip> labeled = labeled(metadata, missing);
      Run run = new Run(labeled, new ClipParts(cache, settings), identity(info, labeled));
      return train(run, folds, work, out, missing);
    }
  }

  /** The folder where a run into a checkpoint's folder keeps its trainings. */
  public static Path trainings(Path out) {
    return out.toAbsolutePath().resolveSibling(out.getFileName() + TRAININGS);
  }

  private EncoderInfo info() {
    try (Encoder opened = encoder.build()) {
      return opened.info();
    }
  }

  private static List<Clip> found(
      Metadata metadata, List<Clip> clips, Map<String, String> missing) {
    Map<String, Clip> byId = new HashMap<>();
    clips.forEach(clip -> byId.put(clip.id(), clip));
    List<Clip> found = new ArrayList<>();
    for (MetadataRow row : metadata.rows()) {
      Clip clip = byId.get(row.clipId());
      if (clip == null) {
        missing.put(row.clipId(), "no file of this clip");
      } else {
        found.add(clip);
      }
    }
    return found;
  }

  private List<LabeledClip> labeled(Metadata metadata, SortedMap<String, String> missing) {
    if (!missing.isEmpty() && !missingAllowed) {
      throw new IllegalArgumentException(
          "%d of %d clips cannot be used: %s%s; allowMissing() goes on without them"
              .formatted(
                  missing.size(),
                  metadata.rows().size(),
                  String.join(
                      "; ",
                      missing.entrySet().stream()
                          .limit(SHOWN)
                          .map(one -> one.getKey() + ": " + one.getValue())
                          .toList()),
                  missing.size() > SHOWN ? "; ..." : ""));
    }
    return metadata.rows().stream()
        .filter(row -> !missing.containsKey(row.clipId()))
        .map(LabeledClip::of)
        .toList();
  }

  /** What a run that goes on must have in common with the stopped one. */
  private SortedMap<String, String> identity(EncoderInfo info, List<LabeledClip> clips) {
    SortedMap<String, String> identity = new TreeMap<>(settings.texts());
    identity.put("blemore", Provenance.libraryVersion());
    identity.put("checkpoint", info.checkpointSha256().orElse("none"));
    identity.put("computesOn", info.computesOn());
    identity.put("needs", info.needs().toString());
    identity.put("search", search.toString());
    StringBuilder words = new StringBuilder();
    clips.forEach(clip -> words.append(clip).append('\n'));
    String digest = Sha256.of(words.toString().getBytes(StandardCharsets.UTF_8));
    identity.put("clips", "%d, SHA-256 %s".formatted(clips.size(), digest));
    return identity;
  }

  private FineTuneResult train(
      Run run, List<Integer> folds, Path work, Path out, SortedMap<String, String> missing)
      throws IOException {
    for (int i = 0; i < folds.size(); i++) {
      requireTrainable(run, folds.get(i), validationFold(folds, i));
    }
    List<FoldResult> results = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      Path folder = work.resolve("fold-" + folds.get(i));
      FoldResult result = fold(run, folds.get(i), validationFold(folds, i), folder);
      listener.onFold(result);
      results.add(result);
    }
    int epochs = median(results.stream().map(FoldResult::bestEpoch).sorted().toList());
    all(run, epochs, work, out);
    Path outOfFold = work.resolve(OUT_OF_FOLD);
    FineTuneResult result = new FineTuneResult(out, epochs, results, outOfFold, missing);
    writeFeatures(result);
    return result;
  }

  private static int validationFold(List<Integer> folds, int index) {
    return folds.get((index + 1) % folds.size());
  }

  private static int median(List<Integer> sorted) {
    return sorted.get((sorted.size() - 1) / 2);
  }

  private void requireTrainable(Run run, int leftOut, int validation) {
    EnumSet<Emotion> shown = EnumSet.noneOf(Emotion.class);
    for (LabeledClip clip : run.clips()) {
      if (clip.fold() != leftOut && clip.fold() != validation) {
        clip.label().parts().forEach(part -> shown.add(part.emotion()));
      }
    }
    boolean hasValidation = run.clips().stream().anyMatch(clip -> clip.fold() == validation);
    if (!hasValidation || run.clips().stream().noneMatch(clip -> clip.fold() == leftOut)) {
      throw new IllegalArgumentException(
          "fold %d has no clips that can be used: nobody is left to %s"
              .formatted(
                  hasValidation ? leftOut : validation,
                  hasValidation ? "score on" : "choose the epoch by"));
    }
    Set<Emotion> absent = EnumSet.complementOf(shown);
    if (shown.size() < 2 || (!absent.isEmpty() && !absentClassesAllowed)) {
      throw new IllegalArgumentException(
          "without folds %d and %d, the clips to learn from show %s: must show %s"
              .formatted(
                  leftOut,
                  validation,
                  shown.stream().map(Emotion::code).toList(),
                  absentClassesAllowed || shown.size() < 2
                      ? "two emotions or more"
                      : "all six; allowAbsentClasses() goes on without"));
    }
  }

  private FoldResult fold(Run run, int leftOut, int validation, Path folder) throws IOException {
    SortedMap<String, String> identity = new TreeMap<>(run.identity());
    identity.put("training", "without fold %d, validated on %d".formatted(leftOut, validation));
    Optional<FoldResult> known = FoldFile.read(folder.resolve(RESULT), identity);
    if (known.isPresent()) {
      return known.get();
    }
    Files.createDirectories(folder);
    TrainingLoop.Task task =
        new TrainingLoop.Task(
            "fold " + leftOut,
            OptionalInt.of(leftOut),
            in(run, clip -> clip.fold() != leftOut && clip.fold() != validation),
            in(run, clip -> clip.fold() == validation),
            settings.epochs(),
            folder.resolve(CHECKPOINT),
            folder.resolve(STATE),
            identity);
    try (TrainingLoop loop = loop(task, run)) {
      int bestEpoch = loop.run();
      loop.takeBest();
      Thresholds thresholds = loop.thresholds();
      List<LabeledClip> test = in(run, clip -> clip.fold() == leftOut);
      SortedMap<String, EmotionDistribution> predictions = loop.predict(test);
      Scores scores =
          Scores.of(
              test.stream().map(LabeledClip::label).toList(),
              test.stream()
                  .map(
                      clip ->
                          thresholds
                              .rule()
                              .decide(Objects.requireNonNull(predictions.get(clip.id()))))
                  .toList());
      FoldResult result =
          new FoldResult(
              leftOut,
              validation,
              bestEpoch,
              thresholds.rule(),
              thresholds.scores(),
              scores,
              predictions);
      FoldFile.of(result, identity, loop.records()).write(folder.resolve(RESULT));
      Files.deleteIfExists(folder.resolve(STATE));
      return result;
    }
  }

  private static List<LabeledClip> in(Run run, Predicate<LabeledClip> which) {
    return run.clips().stream().filter(which).toList();
  }

  private TrainingLoop loop(TrainingLoop.Task task, Run run) {
    return new TrainingLoop(task, encoder, settings, run.parts(), search, listener);
  }

  /** The training on all clips; its state stays, so that a run that goes on knows it is over. */
  private void all(Run run, int epochs, Path work, Path out) throws IOException {
    SortedMap<String, String> identity = new TreeMap<>(run.identity());
    identity.put("training", "all clips");
    TrainingLoop.Task task =
        new TrainingLoop.Task(
            "all clips",
            OptionalInt.empty(),
            run.clips(),
            List.of(),
            epochs,
            out,
            work.resolve(STATE),
            identity);
    try (TrainingLoop loop = loop(task, run)) {
      loop.run();
    }
  }

  /** Of each clip the logarithms of its out-of-fold probabilities, sorted by id. */
  private static void writeFeatures(FineTuneResult result) throws IOException {
    SortedMap<String, EmotionDistribution> predictions = result.predictions();
    List<String> ids = List.copyOf(predictions.keySet());
    float[] features = new float[ids.size() * Emotion.COUNT];
    int next = 0;
    for (EmotionDistribution prediction : predictions.values()) {
      for (double p : prediction.toArray()) {
        features[next++] = (float) Math.log(Math.max(p, SoftLabelKl.LEAST_PROBABILITY));
      }
    }
    new NpzWriter()
        .numbers("X", NpyArray.ofFloats(features, ids.size(), Emotion.COUNT))
        .texts("filenames", ids)
        .write(result.outOfFold());
  }

  /** Options of a tuner; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private final CheckpointEncoderBuilder<?> encoder;
    private final FineTuneSettings settings;
    private @Nullable FineTuneListener listener;
    private @Nullable ThresholdSearch search;
    private boolean missingAllowed;
    private boolean absentClassesAllowed;

    private Builder(CheckpointEncoderBuilder<?> encoder, FineTuneSettings settings) {
      this.encoder = encoder;
      this.settings = settings;
    }

    /** Who is told how it goes on; default nobody. */
    public Builder listener(FineTuneListener whom) {
      requireUnset("listener", listener);
      this.listener = whom;
      return this;
    }

    /** How thresholds are found on the validation fold; default {@link ThresholdSearch#exact()}. */
    public Builder thresholds(ThresholdSearch how) {
      requireUnset("thresholds", search);
      this.search = how;
      return this;
    }

    /**
     * Goes on without clips that have no file or lack what the encoder needs, as a face; they are
     * listed in the result. By default such a clip is an error.
     */
    public Builder allowMissing() {
      requireUnset("allowMissing", missingAllowed ? true : null);
      this.missingAllowed = true;
      return this;
    }

    /** Goes on if no training clip shows some of the emotions; by default that is an error. */
    public Builder allowAbsentClasses() {
      requireUnset("allowAbsentClasses", absentClassesAllowed ? true : null);
      this.absentClassesAllowed = true;
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException("%s is set twice: %s".formatted(option, value));
      }
    }

    /** The tuner. */
    public EncoderFineTuner build() {
      return new EncoderFineTuner(this);
    }
  }
}
