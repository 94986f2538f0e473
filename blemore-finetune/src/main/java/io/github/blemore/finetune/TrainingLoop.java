package io.github.blemore.finetune;

import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.finetune.files.AdaptedCheckpoint;
import io.github.blemore.finetune.files.TrainedTensor;
import io.github.blemore.finetune.files.TrainingProgress;
import io.github.blemore.finetune.files.TrainingState;
import io.github.blemore.head.SoftLabelKl;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One training from the checkpoint to its best epoch. After each epoch the state is on the disk,
 * and the best network so far; a training that finds a state goes on from it, and ends with the
 * same weights as one that was never stopped.
 *
 * <p>For one thread.
 */
final class TrainingLoop implements AutoCloseable {

  private static final String LOSS = "loss";
  private static final String VALIDATION_LOSS = "validationLoss";
  private static final String SCORE = "score";

  /**
   * What a training is told.
   *
   * @param name in words, such as {@code fold 0}
   * @param leftOut the fold it does not see, if any
   * @param train the clips to learn from
   * @param validation the clips that choose the epoch; none if that is chosen
   * @param lastEpoch after which it ends at the latest
   * @param checkpoint where its best network goes
   * @param state where its state goes
   * @param settings what a training that goes on must have in common with it
   */
  record Task(
      String name,
      OptionalInt leftOut,
      List<LabeledClip> train,
      List<LabeledClip> validation,
      int lastEpoch,
      Path checkpoint,
      Path state,
      SortedMap<String, String> settings) {}

  private final Task task;
  private final FineTuneSettings settings;
  private final ClipParts parts;
  private final ThresholdSearch search;
  private final FineTuneListener listener;
  private final TrainingSession session;
  private final LearningRates rates;
  private final int stepsPerEpoch;
  private final SortedMap<String, List<Double>> records = new TreeMap<>();
  private Optional<TrainingProgress.Best> best = Optional.empty();
  private int epoch;

  TrainingLoop(
      Task task,
      CheckpointEncoderBuilder<?> encoder,
      FineTuneSettings settings,
      ClipParts parts,
      ThresholdSearch search,
      FineTuneListener listener) {
    this.task = task;
    this.settings = settings;
    this.parts = parts;
    this.search = search;
    this.listener = listener;
    this.stepsPerEpoch = (task.train().size() + settings.batch() - 1) / settings.batch();
    long steps = (long) stepsPerEpoch * settings.epochs();
    this.rates =
        new LearningRates(
            settings.learningRate(),
            settings.learningRate() * settings.leastRate(),
            Math.round(steps * settings.warmup()),
            steps);
    this.session = TrainingSession.open(encoder, settings);
  }

  /**
   * Trains until the last epoch, or until none was better for long.
   *
   * @return the best epoch, from 1; the last one without validation clips
   */
  int run() throws IOException {
    AdaptedCheckpoint.recover(task.checkpoint());
    if (Files.exists(task.state())) {
      restore(TrainingState.read(task.state()));
      requireCheckpoint();
    }
    while (epoch < task.lastEpoch() && !isPatienceOver()) {
      double loss = epoch();
      epoch++;
      requireFiniteWeights();
      FineTuneEpoch report = new FineTuneEpoch(task.leftOut(), epoch, loss, validate());
      boolean isBest = note(report);
      if (isBest) {
        write();
      }
      state().write(task.state());
      listener.onEpoch(report);
    }
    return best.map(TrainingProgress.Best::epoch).orElse(epoch);
  }

  /** Writes a best network that is gone again, if it is the one whose weights these are. */
  private void requireCheckpoint() throws IOException {
    if (best.isEmpty() || Files.exists(task.checkpoint())) {
      return;
    }
    int bestEpoch = best.get().epoch();
    if (bestEpoch != epoch) {
      throw new ModelException(
          "%s is gone, the best network of %s, of epoch %d: delete %s to train it again"
              .formatted(task.checkpoint(), task.name(), bestEpoch, task.state()));
    }
    write();
  }

  private boolean isPatienceOver() {
    return settings.patience() > 0
        && best.filter(found -> epoch - found.epoch() >= settings.patience()).isPresent()
        && !task.validation().isEmpty();
  }

  private double epoch() {
    List<LabeledClip> order = new ArrayList<>(task.train());
    Collections.shuffle(order, new Random(Seeds.mix(settings.seed(), 1, epoch)));
    double sum = 0;
    for (int step = 0; step < stepsPerEpoch; step++) {
      int first = step * settings.batch();
      List<LabeledClip> batch =
          order.subList(first, Math.min(first + settings.batch(), order.size()));
      sum += step(batch, (long) epoch * stepsPerEpoch + step) * batch.size();
      listener.onStep(task.name(), epoch + 1, step + 1, stepsPerEpoch);
    }
    return sum / order.size();
  }

  private double step(List<LabeledClip> batch, long step) {
    long seed = Seeds.mix(settings.seed(), 2, step);
    double loss = 0;
    int part = 0;
    for (ClipParts.Part some : parts.forTraining(session, batch, seed)) {
      loss += learn(some, batch, Seeds.mix(seed, part++));
      requireNotInterrupted();
    }
    double norm = Double.isFinite(loss) ? session.step(rates.at(step)) : Double.NaN;
    if (!Double.isFinite(norm)) {
      throw new InferenceException(
          "%s diverged in epoch %d, step %d of %d: loss %s, norm of gradients %s, with clips %s; %s; take a smaller learning rate"
              .formatted(
                  task.name(),
                  epoch + 1,
                  step - (long) epoch * stepsPerEpoch + 1,
                  stepsPerEpoch,
                  loss,
                  norm,
                  batch.stream().map(LabeledClip::id).toList(),
                  staying()));
    }
    return loss;
  }

  private double learn(ClipParts.Part part, List<LabeledClip> batch, long seed) {
    if (part instanceof ClipParts.Augmented augmented) {
      return session.learnAugmented(augmented.values(), batch.size(), seed);
    }
    ClipParts.Plain plain = (ClipParts.Plain) part;
    List<float[]> labels = plain.clips().stream().map(i -> batch.get(i).softLabel()).toList();
    return session.learnMedia(plain.media(), labels, batch.size(), seed);
  }

  private void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedWorkException(
          "interrupted in %s, epoch %d: the next run goes on after epoch %d"
              .formatted(task.name(), epoch + 1, epoch));
    }
  }

  private Optional<FineTuneEpoch.Validation> validate() {
    List<LabeledClip> clips = task.validation();
    if (clips.isEmpty()) {
      return Optional.empty();
    }
    float[] logits = logits(clips);
    Thresholds thresholds =
        search.search(
            Probabilities.of(SoftLabelKl.probabilities(logits)),
            clips.stream().map(LabeledClip::label).toList(),
            clips.stream().map(LabeledClip::person).toList());
    float[] labels = new float[logits.length];
    for (int i = 0; i < clips.size(); i++) {
      System.arraycopy(clips.get(i).softLabel(), 0, labels, i * Emotion.COUNT, Emotion.COUNT);
    }
    return Optional.of(new FineTuneEpoch.Validation(SoftLabelKl.loss(logits, labels), thresholds));
  }

  private float[] logits(List<LabeledClip> clips) {
    float[] logits = new float[clips.size() * Emotion.COUNT];
    for (int first = 0; first < clips.size(); first += settings.batch()) {
      List<LabeledClip> some =
          clips.subList(first, Math.min(first + settings.batch(), clips.size()));
      for (ClipParts.Part part : parts.plain(session, some)) {
        ClipParts.Plain plain = (ClipParts.Plain) part;
        float[] values = session.logitsOfMedia(plain.media());
        for (int i = 0; i < plain.clips().size(); i++) {
          int clip = first + plain.clips().get(i);
          System.arraycopy(values, i * Emotion.COUNT, logits, clip * Emotion.COUNT, Emotion.COUNT);
        }
      }
    }
    requireFinite(clips, logits);
    return logits;
  }

  private void requireFiniteWeights() {
    if (!session.isFinite()) {
      throw new InferenceException(
          "%s diverged in epoch %d: a weight is not finite after its last step; %s; take a smaller learning rate"
              .formatted(task.name(), epoch, staying()));
    }
  }

  /** What is left of a training that ends badly. */
  private String staying() {
    return best.map(
            found ->
                "the network of epoch %d stays in %s".formatted(found.epoch(), task.checkpoint()))
        .orElse("no epoch was over");
  }

  private void requireFinite(List<LabeledClip> clips, float[] logits) {
    for (int i = 0; i < logits.length; i++) {
      if (!Float.isFinite(logits[i])) {
        throw new InferenceException(
            "%s diverged: after epoch %d a logit of clip %s is %s; %s; take a smaller learning rate"
                .formatted(
                    task.name(), epoch, clips.get(i / Emotion.COUNT).id(), logits[i], staying()));
      }
    }
  }

  /** Writes down an epoch; whether it is the best so far, or there is nothing to tell by. */
  private boolean note(FineTuneEpoch report) {
    record(LOSS, report.loss());
    if (report.validation().isEmpty()) {
      best = Optional.of(new TrainingProgress.Best(epoch, -report.loss()));
      return true;
    }
    FineTuneEpoch.Validation validation = report.validation().get();
    record(VALIDATION_LOSS, validation.loss());
    record(SCORE, validation.score());
    boolean isBest = best.map(found -> validation.score() > found.score()).orElse(true);
    if (isBest) {
      best = Optional.of(new TrainingProgress.Best(epoch, validation.score()));
    }
    return isBest;
  }

  private void record(String what, double value) {
    records.computeIfAbsent(what, name -> new ArrayList<>()).add(value);
  }

  private void write() throws IOException {
    Map<String, TrainedTensor> trained = new LinkedHashMap<>();
    TaskHead head = session.head();
    session.tensors().forEach((name, tensor) -> trained.put(head.newName(name), tensor));
    AdaptedCheckpoint checkpoint =
        AdaptedCheckpoint.of(session.source(), trained, settings.toString())
            .madeUp(false)
            .config(head::describe);
    if (!head.prefix().isEmpty()) {
      checkpoint.prefix(head.prefix());
    }
    head.architecture().ifPresent(checkpoint::architecture);
    checkpoint.write(task.checkpoint());
  }

  private TrainingState state() {
    Map<String, TrainingState.Parameter> parameters = new LinkedHashMap<>();
    AdamW optimizer = session.optimizer();
    for (Parameter parameter : session.parameters()) {
      AdamW.Moments moments = optimizer.moments().get(parameter.name());
      if (moments != null) {
        parameters.put(
            parameter.name(),
            new TrainingState.Parameter(
                TrainingSession.tensor(parameter.array()),
                TrainingSession.tensor(moments.mean()),
                TrainingSession.tensor(moments.square())));
      }
    }
    return TrainingState.of(
        task.settings(), new TrainingProgress(epoch, optimizer.steps(), best, records), parameters);
  }

  private void restore(TrainingState state) {
    state.requireSame(task.settings());
    TrainingProgress progress = state.progress();
    state
        .parameters()
        .forEach(
            (name, parameter) -> {
              session.replace(name, parameter.value().values().get());
              session
                  .optimizer()
                  .restore(
                      progress.step(),
                      name,
                      parameter.first().values().get(),
                      parameter.second().values().get(),
                      parameter.value().shape());
            });
    epoch = progress.epoch();
    best = progress.best();
    progress.records().forEach((what, values) -> records.put(what, new ArrayList<>(values)));
  }

  /** What was noted of each epoch. */
  SortedMap<String, List<Double>> records() {
    return records;
  }

  /** Takes the weights of the best epoch from the disk. */
  void takeBest() {
    Checkpoint checkpoint = Checkpoint.open(task.checkpoint());
    for (Parameter parameter : session.parameters()) {
      session.replace(
          parameter.name(), checkpoint.tensor(session.head().newName(parameter.name())).toFloats());
    }
  }

  /** The best thresholds on the validation clips, by the weights there are now. */
  Thresholds thresholds() {
    return validate().orElseThrow().thresholds();
  }

  /** Clip id to distribution, by the weights there are now. */
  SortedMap<String, EmotionDistribution> predict(List<LabeledClip> clips) {
    SortedMap<String, EmotionDistribution> predictions = new TreeMap<>();
    if (clips.isEmpty()) {
      return predictions;
    }
    List<EmotionDistribution> distributions =
        Probabilities.of(SoftLabelKl.probabilities(logits(clips))).distributions();
    for (int i = 0; i < clips.size(); i++) {
      predictions.put(clips.get(i).id(), distributions.get(i));
    }
    return predictions;
  }

  @Override
  public void close() {
    session.close();
  }
}
