package io.github.blemore.cli;

import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.s4d.S4dNet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How an encoder is trained: options of the commands that adapt. */
final class FineTuneOptions {

  private static final FineTuneSettings DEFAULTS = FineTuneSettings.builder().build();

  private static final String[] S4D_ONLY = {
    "--no-router-noise", "--batch-capacity", "--load-balancing"
  };

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often each clip is learned from, at most (default: ${DEFAULT-VALUE}).")
  private int epochs = DEFAULTS.epochs();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Clips in each step (default: ${DEFAULT-VALUE}).")
  private int batch = DEFAULTS.batch();

  @Option(
      names = "--clips-at-once",
      paramLabel = "N",
      description = {
        "Clips computed at once: fewer than a batch need less memory, for the same step",
        "(default: the whole batch)."
      })
  private @Nullable Integer clipsAtOnce;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Its peak, of the head (default: ${DEFAULT-VALUE}).")
  private double learningRate = DEFAULTS.learningRate();

  @Option(
      names = "--least-rate",
      paramLabel = "SHARE",
      description = "Of the peak, to which the rate falls in the end (default: ${DEFAULT-VALUE}).")
  private double leastRate = DEFAULTS.leastRate();

  @Option(
      names = "--warmup",
      paramLabel = "SHARE",
      description = "Of all steps, in which the rate rises (default: ${DEFAULT-VALUE}).")
  private double warmup = DEFAULTS.warmup();

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description = "Decoupled; none on biases and norms (default: ${DEFAULT-VALUE}).")
  private double weightDecay = DEFAULTS.weightDecay();

  @Option(
      names = "--layer-decay",
      paramLabel = "F",
      description = {
        "By what the rate of each layer is smaller than that of the layer after it",
        "(default: ${DEFAULT-VALUE})."
      })
  private double layerDecay = DEFAULTS.layerDecay();

  @Option(
      names = "--clip-norm",
      paramLabel = "NORM",
      description = "The largest of a step's gradients; 0 for any (default: ${DEFAULT-VALUE}).")
  private double clipNorm = DEFAULTS.clip().orElse(0.0);

  @Option(
      names = "--drop-path",
      paramLabel = "P",
      description = "How often the last block is left out (default: ${DEFAULT-VALUE}).")
  private double dropPath = DEFAULTS.dropPath();

  @Option(
      names = "--recompute",
      description = "Computes activations twice instead of keeping them: slower, less memory.")
  private boolean recompute;

  @Option(
      names = "--freeze",
      paramLabel = "PART",
      description = {
        "A part that stays as it is, by its name in the checkpoint, such as embeddings or",
        "encoder.layer.0; may be given several times."
      })
  private List<String> frozen = List.of();

  @Option(
      names = "--freeze-layers",
      paramLabel = "N",
      description = {
        "How many layers stay as they are: 1 for the embeddings, 1 + n for n blocks, too",
        "(default: ${DEFAULT-VALUE})."
      })
  private int frozenLayers = DEFAULTS.frozenLayers();

  @Option(
      names = "--train-feature-extractor",
      description = "Speech encoders: also trains the convolutions on the waveform.")
  private boolean trainFeatureExtractor;

  @Option(
      names = "--keep-head",
      description = "Trains the checkpoint's head of six outputs on, whatever its labels are.")
  private boolean keepHead;

  @Option(names = "--no-router-noise", description = "S4D: its routers add no noise in training.")
  private boolean withoutRouterNoise;

  @Option(
      names = "--batch-capacity",
      description = "S4D: the clips of a batch share the room of the experts, as published.")
  private boolean batchCapacity;

  @Option(
      names = "--load-balancing",
      paramLabel = "W",
      description = {
        "S4D: weight of the loss that spreads tokens over the experts (default: ${DEFAULT-VALUE}, as",
        "in effect in the published launcher)."
      })
  private double loadBalancing = DEFAULTS.loadBalancing();

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = {
        "Epochs without a better validation Score after which a training ends; 0 for never",
        "(default: ${DEFAULT-VALUE})."
      })
  private int patience = DEFAULTS.patience();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = DEFAULTS.seed();

  @Mixin private AugmentationOptions augmentation = new AugmentationOptions();

  /**
   * The settings that were asked for.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  FineTuneSettings settings() {
    FineTuneSettings.Builder builder =
        FineTuneSettings.builder()
            .epochs(epochs)
            .batch(batch)
            .learningRate(learningRate)
            .leastRate(leastRate)
            .warmup(warmup)
            .weightDecay(weightDecay)
            .layerDecay(layerDecay)
            .clip(clipNorm == 0 ? Double.POSITIVE_INFINITY : clipNorm)
            .dropPath(dropPath)
            .augmentation(augmentation.augmentation())
            .freezeLayers(frozenLayers)
            .loadBalancing(loadBalancing)
            .patience(patience)
            .seed(seed);
    frozen.forEach(builder::freeze);
    if (clipsAtOnce != null) {
      builder.clipsAtOnce(clipsAtOnce);
    }
    addFlags(builder);
    return builder.build();
  }

  private void addFlags(FineTuneSettings.Builder builder) {
    if (recompute) {
      builder.recompute();
    }
    if (trainFeatureExtractor) {
      builder.trainFeatureExtractor();
    }
    if (keepHead) {
      builder.keepHead();
    }
    if (withoutRouterNoise) {
      builder.withoutRouterNoise();
    }
    if (batchCapacity) {
      builder.capacity(S4dNet.Capacity.OF_BATCH);
    }
  }

  /**
   * Refuses options that would change nothing.
   *
   * @throws ParameterException if an option is for encoders of other kinds
   */
  static void requireFitting(TrainedFamily family, CommandSpec spec) {
    if (family.isSpeech()) {
      refuse(spec, "encoders of pictures", AugmentationOptions.NAMES);
    } else {
      refuse(spec, "speech encoders", "--train-feature-extractor");
    }
    if (family != TrainedFamily.S4D) {
      refuse(spec, "s4d", S4D_ONLY);
    }
  }

  private static void refuse(CommandSpec spec, String whose, String... options) {
    for (String option : options) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(), "%s is an option of %s only".formatted(option, whose));
      }
    }
  }
}
