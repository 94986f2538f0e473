package io.github.blemore.head;

import ai.djl.engine.EngineException;
import io.github.blemore.Device;
import io.github.blemore.Emotion;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import io.github.blemore.Provenance;
import io.github.blemore.fusion.internal.BatchOrder;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.torch.TorchDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Trains softmax heads as the BLEMORE baseline does: features standardized by the training windows'
 * mean and deviation, the loss of {@link SoftLabelKl} over batches of windows, Adam with weight
 * decay added to the gradient. After each epoch the head is tried on the validation clips: the best
 * thresholds there give it a score, and the first epoch with the highest score gives the head.
 *
 * <p>On one machine the same settings and clips give the same head, however many trainings go on at
 * the same time. The order of the baseline's shuffle cannot be had outside of Python; without
 * shuffling, and from the same initial weights, every step is the baseline's.
 *
 * <p>Immutable, safe to share between threads; each call of {@code fit} trains a head of its own.
 */
public final class HeadTraining {

  private final HeadSettings settings;
  private final Device device;
  private final ThresholdSearch search;
  private final boolean absentClassesAllowed;
  private final Optional<HeadWeights> initialWeights;
  private final Optional<String> encoderCheckpoint;
  private final Map<String, String> notes;
  private final EpochListener listener;

  private HeadTraining(HeadSettings settings, Builder options) {
    this.settings = settings;
    this.device = orElse(options.device, Device.cpu());
    this.search = orElse(options.search, ThresholdSearch.grid());
    this.absentClassesAllowed = options.absentClassesAllowed;
    this.initialWeights = Optional.ofNullable(options.initialWeights);
    this.encoderCheckpoint = Optional.ofNullable(options.encoderCheckpoint);
    this.notes = new LinkedHashMap<>(options.notes);
    this.listener = orElse(options.listener, epoch -> true);
  }

  private HeadTraining(
      HeadTraining like, Optional<String> encoderCheckpoint, Map<String, String> notes) {
    this.settings = like.settings;
    this.device = like.device;
    this.search = like.search;
    this.absentClassesAllowed = like.absentClassesAllowed;
    this.initialWeights = like.initialWeights;
    this.listener = like.listener;
    this.encoderCheckpoint = encoderCheckpoint;
    this.notes = new LinkedHashMap<>(like.notes);
    this.notes.putAll(notes);
  }

  /**
   * The same training, for heads that say this of where they come from.
   *
   * @param checkpoint SHA-256 of the weights of the encoder, empty if it has none; takes the place
   *     of the one known here
   * @param more texts, added to the notes known here
   */
  public HeadTraining describedBy(Optional<String> checkpoint, Map<String, String> more) {
    return new HeadTraining(this, checkpoint, more);
  }

  /** Whether an emotion no training clip shows is let pass. */
  public boolean allowsAbsentClasses() {
    return absentClassesAllowed;
  }

  private static <T> T orElse(@Nullable T chosen, T otherwise) {
    return chosen == null ? otherwise : chosen;
  }

  /** Starts a training; all has a default. */
  public static Builder builder() {
    return new Builder();
  }

  /** How heads are trained. */
  public HeadSettings settings() {
    return settings;
  }

  /**
   * Trains a head and takes its weights as they were after the epoch with the best validation
   * score.
   *
   * @param train what to learn from
   * @param validation other clips of the same encoder, best of other people
   * @throws IllegalArgumentException if the two are of different encoders or dimensions or share a
   *     clip, if no training clip shows some emotion (which is said), or if all features are equal
   * @throws ModelException if PyTorch or the GPU asked for is not there
   * @throws InterruptedWorkException if the thread is interrupted, or the listener ends the
   *     training; nothing is left behind
   * @throws InferenceException if the loss stops being a number, or PyTorch fails
   */
  public TrainedHead fit(TrainingSet train, TrainingSet validation) {
    return train(train, List.of(validation), OptionalInt.empty(), settings).get(0);
  }

  /**
   * Trains a head for a number of epochs, without validation.
   *
   * @param train what to learn from
   * @param epochs in place of those of the settings, at least 1
   * @throws IllegalArgumentException as with validation clips
   * @throws ModelException as with validation clips
   * @throws InterruptedWorkException as with validation clips
   * @throws InferenceException as with validation clips
   */
  public TrainedHead fit(TrainingSet train, int epochs) {
    return train(train, List.of(), OptionalInt.of(epochs), settings.withEpochs(epochs)).get(0);
  }

  /**
   * Trains once and takes several heads on the way: one for each validation set, with the weights
   * of the epoch that is best there, and one as it is after a given epoch. Each is what a training
   * of its own would give.
   *
   * @param train what to learn from
   * @param validations other clips of the same encoder; one may be in several of them
   * @param alsoAfter the epoch of the last head, 1 to those of the settings; empty for no such head
   * @return in the order of the validation sets, then the one after the given epoch
   * @throws IllegalArgumentException as {@link #fit(TrainingSet, TrainingSet)} does, if there is no
   *     head to take, or no such epoch
   * @throws ModelException as with one set of validation clips
   * @throws InterruptedWorkException as with one set of validation clips
   * @throws InferenceException as with one set of validation clips
   */
  public List<TrainedHead> fitEach(
      TrainingSet train, List<TrainingSet> validations, OptionalInt alsoAfter) {
    if (validations.isEmpty() && alsoAfter.isEmpty()) {
      throw new IllegalArgumentException(
          "no validation set and no epoch: must be at least one, a head is taken for each");
    }
    if (alsoAfter.isPresent()
        && (alsoAfter.getAsInt() < 1 || alsoAfter.getAsInt() > settings.epochs())) {
      throw new IllegalArgumentException(
          "a head after epoch %d: must be 1..%d"
              .formatted(alsoAfter.getAsInt(), settings.epochs()));
    }
    return train(train, validations, alsoAfter, settings);
  }

  private static void requireFit(TrainingSet train, TrainingSet validation) {
    if (!train.encoderId().equals(validation.encoderId())
        || train.dimension() != validation.dimension()) {
      throw new IllegalArgumentException(
          "training clips are %s, validation clips %s: must be of one encoder and dimension"
              .formatted(train, validation));
    }
    Set<String> trained = Set.copyOf(train.clipIds());
    for (String id : validation.clipIds()) {
      if (trained.contains(id)) {
        throw new IllegalArgumentException(
            "clip %s is for training and for validation: must be in one of them".formatted(id));
      }
    }
  }

  private List<TrainedHead> train(
      TrainingSet train, List<TrainingSet> validations, OptionalInt after, HeadSettings settings) {
    long start = System.nanoTime();
    validations.forEach(validation -> requireFit(train, validation));
    Set<Emotion> absent = absent(train);
    requireVariety(train);
    Standardizer standardizer = Standardizer.fit(train);
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    HeadShape shape = new HeadShape(train.dimension(), settings.hidden());
    HeadWeights initial = initial(shape, seeds.split());
    BatchOrder order = new BatchOrder(train.windowCount(), settings.shuffle(), seeds.split());
    TorchDevice torch = TorchDevice.of(device);
    try (TrainingRun run = new TrainingRun(torch, initial, Samples.of(train, standardizer))) {
      List<Candidate> candidates = new ArrayList<>();
      for (TrainingSet set : validations) {
        Samples samples = Samples.of(set, standardizer);
        candidates.add(
            Candidate.bestOn(run, new Validator(run, samples, search, settings.batchSize())));
      }
      after.ifPresent(epoch -> candidates.add(Candidate.after(run, epoch)));
      goThrough(run, order, candidates, settings);
      double seconds = (System.nanoTime() - start) / 1e9;
      List<TrainedHead> heads = new ArrayList<>();
      for (Candidate candidate : candidates) {
        SoftmaxHead head =
            new SoftmaxHead(
                train.encoderId(),
                standardizer,
                candidate.weights(),
                provenance(torch, candidate.chosen(), settings));
        heads.add(new TrainedHead(head, candidate.epochs(), absent, seconds));
      }
      return List.copyOf(heads);
    } catch (EngineException e) {
      throw new InferenceException("training failed: " + e.getMessage(), e);
    }
  }

  private HeadProvenance provenance(TorchDevice torch, EpochReport chosen, HeadSettings settings) {
    return new HeadProvenance(
        Provenance.libraryVersion(),
        encoderCheckpoint,
        settings,
        torch.toString(),
        chosen.epoch(),
        chosen.validation().map(EpochReport.Validation::thresholds),
        notes);
  }

  private void goThrough(
      TrainingRun run, BatchOrder order, List<Candidate> candidates, HeadSettings settings) {
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException(
            "interrupted after epoch %d of %d of a training"
                .formatted(epoch - 1, settings.epochs()));
      }
      float[] losses = run.epoch(order.next(), settings);
      requireNumbers(losses, epoch);
      for (Candidate candidate : candidates) {
        candidate.look(epoch, losses);
      }
      if (!listener.onEpoch(candidates.get(0).epochs().get(epoch - 1))) {
        throw new InterruptedWorkException(
            "training ended by its listener after epoch %d of %d"
                .formatted(epoch, settings.epochs()));
      }
    }
  }

  private static void requireNumbers(float[] losses, int epoch) {
    for (float loss : losses) {
      if (!Float.isFinite(loss)) {
        throw new InferenceException(
            "the loss is %s in epoch %d: take a smaller learning rate".formatted(loss, epoch));
      }
    }
  }

  private Set<Emotion> absent(TrainingSet train) {
    Set<Emotion> absent = EnumSet.allOf(Emotion.class);
    train.labels().forEach(label -> label.parts().forEach(part -> absent.remove(part.emotion())));
    if (!absent.isEmpty() && !absentClassesAllowed) {
      throw new IllegalArgumentException(
          "no training clip shows %s: add some, or allowAbsentClasses()"
              .formatted(absent.stream().map(Emotion::code).toList()));
    }
    return absent;
  }

  private static void requireVariety(TrainingSet train) {
    float[] first = train.windows().get(0);
    if (train.windows().stream().allMatch(window -> Arrays.equals(window, first))) {
      throw new IllegalArgumentException(
          "the features of all %d training clips are equal: there is nothing to learn from"
              .formatted(train.clipIds().size()));
    }
  }

  private HeadWeights initial(HeadShape shape, SplittableRandom random) {
    if (initialWeights.isEmpty()) {
      return HeadWeights.random(shape, random);
    }
    if (!initialWeights.get().shape().equals(shape)) {
      throw new IllegalArgumentException(
          "initial weights are for %d features: the clips have %d"
              .formatted(initialWeights.get().dimension(), shape.dimension()));
    }
    return initialWeights.get();
  }

  /** All that makes a difference to what comes out, in words. */
  @Override
  public String toString() {
    return "%s, best epoch by %s, on %s, %s%s"
        .formatted(
            settings,
            search,
            device,
            initialWeights
                .map(weights -> "starting from given weights " + weights.hashCode())
                .orElse("starting from random weights"),
            absentClassesAllowed ? ", absent classes allowed" : "");
  }

  /** Options of a {@link HeadTraining}; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private @Nullable Integer hidden;
    private @Nullable Double learningRate;
    private @Nullable Integer epochs;
    private @Nullable Integer batchSize;
    private @Nullable Double weightDecay;
    private @Nullable Boolean shuffle;
    private @Nullable Long seed;
    private @Nullable Device device;
    private @Nullable ThresholdSearch search;
    private @Nullable HeadWeights initialWeights;
    private @Nullable String encoderCheckpoint;
    private @Nullable EpochListener listener;
    private boolean absentClassesAllowed;
    private final Map<String, String> notes = new LinkedHashMap<>();

    private Builder() {}

    /** One layer; by default there is a hidden layer of 512 units before it. */
    public Builder linear() {
      requireUnset("hidden layer", hidden);
      this.hidden = 0;
      return this;
    }

    /**
     * A hidden layer with ReLU before the last layer; default 512 units. The baseline has 256 or
     * 512.
     *
     * @param units at least 1
     */
    public Builder hidden(int units) {
      requireUnset("hidden layer", hidden);
      if (units < 1) {
        throw new IllegalArgumentException(
            "hidden layer of %d units: must be at least 1, or use linear()".formatted(units));
      }
      this.hidden = units;
      return this;
    }

    /** Adam's learning rate, above 0; default 5e-6, the baseline's. */
    public Builder learningRate(double rate) {
      requireUnset("learning rate", learningRate);
      this.learningRate = rate;
      return this;
    }

    /** How often all training windows are gone over, at least 1; default 200, the baseline's. */
    public Builder epochs(int count) {
      requireUnset("epochs", epochs);
      this.epochs = count;
      return this;
    }

    /** Windows per step, at least 1; default 32, the baseline's. */
    public Builder batchSize(int windows) {
      requireUnset("batch size", batchSize);
      this.batchSize = windows;
      return this;
    }

    /**
     * The share of the weights that is added to the gradient, 0 or more; default 1e-3, the
     * baseline's.
     */
    public Builder weightDecay(double share) {
      requireUnset("weight decay", weightDecay);
      this.weightDecay = share;
      return this;
    }

    /** Whether each epoch goes over the windows in an order of its own; default true. */
    public Builder shuffle(boolean each) {
      requireUnset("shuffle", shuffle);
      this.shuffle = each;
      return this;
    }

    /** Of the initial weights and the order; default 0. */
    public Builder seed(long number) {
      requireUnset("seed", seed);
      this.seed = number;
      return this;
    }

    /** Where to train; default the CPU. */
    public Builder device(Device where) {
      requireUnset("device", device);
      this.device = where;
      return this;
    }

    /**
     * Gives each epoch's head its score; default {@link ThresholdSearch#grid()}. It is told nothing
     * of people: each clip counts as one of its own.
     */
    public Builder thresholds(ThresholdSearch how) {
      requireUnset("threshold search", search);
      this.search = how;
      return this;
    }

    /**
     * Where to start from, such as a head trained before, in place of random weights. They say
     * whether there is a hidden layer.
     */
    public Builder initialWeights(HeadWeights weights) {
      requireUnset("initial weights", initialWeights);
      this.initialWeights = weights;
      return this;
    }

    /**
     * Which weights the encoder had, for the head's provenance; default unknown.
     *
     * @param sha256 64 lower-case hex digits
     */
    public Builder encoderCheckpoint(String sha256) {
      requireUnset("encoder checkpoint", encoderCheckpoint);
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "encoder checkpoint is %s: must be 64 lower-case hex digits".formatted(sha256));
      }
      this.encoderCheckpoint = sha256;
      return this;
    }

    /** Is told of each epoch, and can end the training; default nobody. */
    public Builder listener(EpochListener whom) {
      requireUnset("listener", listener);
      this.listener = whom;
      return this;
    }

    /** Trains although no training clip shows some emotion; default refused. */
    public Builder allowAbsentClasses() {
      this.absentClassesAllowed = true;
      return this;
    }

    /** Adds a text to the head's provenance, such as which folds it was trained on. */
    public Builder note(String name, String text) {
      requireUnset("note " + name, notes.putIfAbsent(name, text));
      return this;
    }

    private static void requireUnset(String option, @Nullable Object value) {
      if (value != null) {
        throw new IllegalArgumentException("%s is set twice: %s".formatted(option, value));
      }
    }

    /**
     * The training with these options.
     *
     * @throws IllegalArgumentException if an option is out of range, or the initial weights have
     *     another hidden layer than asked for
     */
    public HeadTraining build() {
      int units = orElse(hidden, 512);
      if (initialWeights != null) {
        units = initialWeights.shape().hidden();
        if (hidden != null && hidden != units) {
          throw new IllegalArgumentException(
              "initial weights are %s: do not go with a hidden layer of %d units"
                  .formatted(initialWeights, hidden));
        }
      }
      return new HeadTraining(
          new HeadSettings(
              units,
              orElse(learningRate, 5e-6),
              orElse(epochs, 200),
              orElse(weightDecay, 1e-3),
              orElse(batchSize, 32),
              orElse(shuffle, true),
              orElse(seed, 0L)),
          this);
    }
  }
}
