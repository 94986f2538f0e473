package io.github.blemore.gate;

import ai.djl.engine.EngineException;
import io.github.blemore.Device;
import io.github.blemore.Emotion;
import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import io.github.blemore.Provenance;
import io.github.blemore.fusion.internal.BatchOrder;
import io.github.blemore.head.Standardizer;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.torch.TorchDevice;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a {@link GatedFusion} on labeled clips as all encoders see them. The loss of a clip is the
 * sum of both heads': of presence the binary cross-entropies of the six emotions, summed; of
 * salience that of {@link io.github.blemore.head.SoftLabelKl}. Its mean over a batch is made
 * smaller by AdamW; which encoders are kept is decided by their scores, and gradients pass through
 * the weights of those kept. So that a missing encoder is nothing new to the fusion, encoders are
 * left out of clips at random. After each epoch the fusion is tried on the validation clips: the
 * best thresholds there give it a score, and the first epoch with the highest score gives the
 * fusion.
 *
 * <p>These choices and all defaults are this library's: none was tuned, and the paper's are not
 * known to us. On one machine the same settings and clips give the same fusion, however many
 * trainings go on at the same time.
 *
 * <p>Immutable, safe to share between threads; each call of {@code fit} trains a fusion of its own.
 */
public final class GateTraining {

  private final GateSettings settings;
  private final Device device;
  private final ThresholdSearch search;
  private final boolean absentClassesAllowed;
  private final Map<String, String> encoderCheckpoints;
  private final Map<String, String> notes;
  private final Consumer<GateEpoch> listener;

  private GateTraining(GateSettings settings, Builder options) {
    this.settings = settings;
    this.device = orElse(options.device, Device.cpu());
    this.search = orElse(options.search, ThresholdSearch.grid());
    this.absentClassesAllowed = options.absentClassesAllowed;
    this.encoderCheckpoints = new LinkedHashMap<>(options.encoderCheckpoints);
    this.notes = new LinkedHashMap<>(options.notes);
    this.listener = orElse(options.listener, epoch -> {});
  }

  private static <T> T orElse(@Nullable T chosen, T otherwise) {
    return chosen == null ? otherwise : chosen;
  }

  /** Starts a training; all has a default. */
  public static Builder builder() {
    return new Builder();
  }

  /** How fusions are built and trained. */
  public GateSettings settings() {
    return settings;
  }

  /**
   * Trains a fusion and takes its weights as they were after the epoch with the best validation
   * score.
   *
   * @param train what to learn from, a set for each encoder; a clip that is not in all of them is
   *     missing for the others
   * @param validation other clips, best of other people, of the same encoders or some of them
   * @throws IllegalArgumentException if there are no clips, two sets are of one encoder, a clip
   *     shows different things in two of them, the two share a clip or differ in an encoder's
   *     dimension, validation clips are of an encoder not trained, or no training clip shows some
   *     emotion (which is said)
   * @throws ModelException if PyTorch or the GPU asked for is not there
   * @throws InterruptedWorkException if the thread is interrupted; nothing is left behind
   * @throws InferenceException if the loss stops being a number, or PyTorch fails
   */
  public TrainedGate fit(Collection<TrainingSet> train, Collection<TrainingSet> validation) {
    GateClips clips = GateClips.of(train);
    return train(clips, Optional.of(clips.validation(validation)), settings);
  }

  /**
   * Trains a fusion for a number of epochs, without validation.
   *
   * @param train what to learn from, as with validation clips
   * @param epochs in place of those of the settings, at least 1
   * @throws IllegalArgumentException as with validation clips
   * @throws ModelException as with validation clips
   * @throws InterruptedWorkException as with validation clips
   * @throws InferenceException as with validation clips
   */
  public TrainedGate fit(Collection<TrainingSet> train, int epochs) {
    return train(GateClips.of(train), Optional.empty(), settings.withEpochs(epochs));
  }

  private TrainedGate train(
      GateClips clips, Optional<GateClips> validation, GateSettings settings) {
    long start = System.nanoTime();
    Set<Emotion> absent = absent(clips);
    List<Standardizer> standardizers = clips.standardizers();
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    GateWeights initial = GateWeights.random(clips.shape(settings.dimension()), seeds.split());
    BatchOrder order = new BatchOrder(clips.size(), true, seeds.split());
    EncoderDropout dropout =
        new EncoderDropout(
            clips.presence(), clips.size(), settings.encoderDropout(), seeds.split());
    TorchDevice torch = TorchDevice.of(device);
    try (GateRun run = new GateRun(torch, settings, initial, clips, standardizers)) {
      Optional<GateValidator> validator =
          validation.map(
              others ->
                  new GateValidator(run, others, standardizers, search, settings.presenceShare()));
      GateEpochs epochs = new GateEpochs(run, validator, listener);
      epochs.run(order, dropout, settings.epochs());
      GateProvenance provenance =
          new GateProvenance(
              Provenance.libraryVersion(),
              known(clips.encoderIds()),
              settings,
              torch.toString(),
              epochs.best().epoch(),
              epochs.best().validation(),
              notes);
      return new TrainedGate(
          new GatedFusion(epochs.kept(), standardizers, provenance),
          epochs.reports(),
          absent,
          (System.nanoTime() - start) / 1e9);
    } catch (EngineException e) {
      throw new InferenceException("training failed: " + e.getMessage(), e);
    }
  }

  /** The checkpoints of encoders that take part. */
  private Map<String, String> known(List<String> encoderIds) {
    Map<String, String> known = new LinkedHashMap<>(encoderCheckpoints);
    known.keySet().retainAll(encoderIds);
    return known;
  }

  private Set<Emotion> absent(GateClips clips) {
    Set<Emotion> absent = EnumSet.allOf(Emotion.class);
    clips.labels().forEach(label -> label.parts().forEach(part -> absent.remove(part.emotion())));
    if (!absent.isEmpty() && !absentClassesAllowed) {
      throw new IllegalArgumentException(
          "no training clip shows %s: add some, or allowAbsentClasses()"
              .formatted(absent.stream().map(Emotion::code).toList()));
    }
    return absent;
  }

  /** Options of a {@link GateTraining}; one set twice is refused. Not safe for several threads. */
  public static final class Builder {

    private @Nullable Integer dimension;
    private @Nullable Integer best;
    private @Nullable Double presenceShare;
    private @Nullable Double encoderDropout;
    private @Nullable Double learningRate;
    private @Nullable Integer epochs;
    private @Nullable Integer batchSize;
    private @Nullable Double weightDecay;
    private @Nullable Long seed;
    private @Nullable Device device;
    private @Nullable ThresholdSearch search;
    private @Nullable Consumer<GateEpoch> listener;
    private boolean absentClassesAllowed;
    private final Map<String, String> encoderCheckpoints = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    private Builder() {}

    /** Of the space all encoders are projected to, at least 2; default 64. */
    public Builder dimension(int values) {
      requireUnset("dimension", dimension);
      this.dimension = values;
      return this;
    }

    /** How many encoders are fused, at least 1, or all if there are fewer; default 4. */
    public Builder best(int encoders) {
      requireUnset("number of best encoders", best);
      this.best = encoders;
      return this;
    }

    /**
     * The exponent of the presence head where both heads are joined, 0..1: at 0 the salience head
     * decides alone, at 1 the presence head; default 0.5. Both are trained whatever it is.
     */
    public Builder presenceShare(double share) {
      requireUnset("presence share", presenceShare);
      this.presenceShare = share;
      return this;
    }

    /**
     * How likely an encoder is left out of a clip in one epoch, at least 0 and below 1; default
     * 0.1. Where none would be left, one of them stays.
     */
    public Builder encoderDropout(double share) {
      requireUnset("encoder dropout", encoderDropout);
      this.encoderDropout = share;
      return this;
    }

    /** AdamW's learning rate, above 0; default 1e-3. */
    public Builder learningRate(double rate) {
      requireUnset("learning rate", learningRate);
      this.learningRate = rate;
      return this;
    }

    /** How often all training clips are gone over, at least 1; default 60. */
    public Builder epochs(int count) {
      requireUnset("epochs", epochs);
      this.epochs = count;
      return this;
    }

    /** Clips per step, at least 1; default 32. */
    public Builder batchSize(int clips) {
      requireUnset("batch size", batchSize);
      this.batchSize = clips;
      return this;
    }

    /** AdamW's weight decay, 0 or more; default 0.01. */
    public Builder weightDecay(double share) {
      requireUnset("weight decay", weightDecay);
      this.weightDecay = share;
      return this;
    }

    /** Of the initial weights, the order of clips, and the encoders left out; default 0. */
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

    /** Gives each epoch's fusion its score; default {@link ThresholdSearch#grid()}. */
    public Builder thresholds(ThresholdSearch how) {
      requireUnset("threshold search", search);
      this.search = how;
      return this;
    }

    /**
     * Is told of each epoch as soon as it is over, by the thread that trains; default nobody. What
     * it throws ends the training.
     */
    public Builder listener(Consumer<GateEpoch> whom) {
      requireUnset("listener", listener);
      this.listener = whom;
      return this;
    }

    /** Trains although no training clip shows some emotion; default refused. */
    public Builder allowAbsentClasses() {
      this.absentClassesAllowed = true;
      return this;
    }

    /**
     * Which weights an encoder had, for the provenance of fusions it takes part in; default
     * unknown.
     *
     * @param sha256 64 lower-case hex digits
     */
    public Builder encoderCheckpoint(String encoderId, String sha256) {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "checkpoint of %s is %s: must be 64 lower-case hex digits"
                .formatted(encoderId, sha256));
      }
      requireUnset("checkpoint of " + encoderId, encoderCheckpoints.putIfAbsent(encoderId, sha256));
      return this;
    }

    /** Adds a text to the provenance, such as which folds the fusion was trained on. */
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
     * @throws IllegalArgumentException if an option is out of range
     */
    public GateTraining build() {
      return new GateTraining(
          new GateSettings(
              orElse(dimension, 64),
              orElse(best, 4),
              orElse(presenceShare, 0.5),
              orElse(encoderDropout, 0.1),
              orElse(learningRate, 1e-3),
              orElse(epochs, 60),
              orElse(batchSize, 32),
              orElse(weightDecay, 0.01),
              orElse(seed, 0L)),
          this);
    }
  }
}
