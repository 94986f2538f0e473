package io.github.blemore.network;

import ai.djl.engine.EngineException;
import io.github.blemore.EncoderInfo;
import io.github.blemore.License;
import io.github.blemore.Modality;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.torch.TorchDevice;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What loading does alike for every encoder with a checkpoint: the architecture, the license and
 * the device are checked, and told.
 *
 * @param weights owns the native memory
 * @param clipsAtOnce how many clips a pass takes
 */
public record LoadedWeights(Weights weights, int clipsAtOnce, TorchDevice device, License license) {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedWeights.class);
  private static final int CLIPS_AT_ONCE_ON_GPU = 8;
  private static final License MADE_UP =
      new License("none", "made-up weights, written by blemore", true);

  /**
   * Loads a checkpoint and makes something of it; if that fails, the memory is freed.
   *
   * @param modelTypes the {@code model_type}s the network can be
   * @param prefixes what names of tensors may begin with
   * @throws ModelException if the checkpoint is damaged, of another architecture, its license is
   *     not accepted, or the device is not there
   */
  public static <T> T load(
      CheckpointEncoderBuilder<?> options,
      List<String> modelTypes,
      List<String> prefixes,
      Function<LoadedWeights, T> use) {
    return load(options, checkpoint -> requireType(checkpoint, modelTypes), prefixes, use);
  }

  /**
   * Loads a checkpoint whose architecture shows otherwise than by its {@code model_type}.
   *
   * @param requireArchitecture throws a {@link ModelException} if it is another
   * @param prefixes what names of tensors may begin with
   * @throws ModelException if the checkpoint is damaged, of another architecture, its license is
   *     not accepted, or the device is not there
   */
  public static <T> T load(
      CheckpointEncoderBuilder<?> options,
      Consumer<Checkpoint> requireArchitecture,
      List<String> prefixes,
      Function<LoadedWeights, T> use) {
    return load(
        options,
        requireArchitecture,
        (checkpoint, device) ->
            Weights.of(checkpoint, device, options.precision(), prefixes.toArray(String[]::new)),
        use);
  }

  /** How a checkpoint becomes arrays on a device. */
  @FunctionalInterface
  public interface Opening {
    /** The arrays of a checkpoint whose architecture and license were checked. */
    Weights open(Checkpoint checkpoint, TorchDevice device);
  }

  /**
   * Loads a checkpoint in a way of one's own, such as to be {@linkplain Weights#trainable trained}.
   *
   * @param requireArchitecture throws a {@link ModelException} if it is another
   * @throws ModelException if the checkpoint is damaged, of another architecture, its license is
   *     not accepted, or the device is not there
   */
  public static <T> T load(
      CheckpointEncoderBuilder<?> options,
      Consumer<Checkpoint> requireArchitecture,
      Opening opening,
      Function<LoadedWeights, T> use) {
    Checkpoint checkpoint = Checkpoint.open(options.folder());
    requireArchitecture.accept(checkpoint);
    License license = license(options, checkpoint);
    TorchDevice device = TorchDevice.of(options.device());
    Weights weights = weights(checkpoint, device, opening);
    int clips = options.clipsAtOnce().orElse(device.isGpu() ? CLIPS_AT_ONCE_ON_GPU : 1);
    try {
      return use.apply(new LoadedWeights(weights, clips, device, license));
    } catch (EngineException e) {
      weights.close();
      throw unloadable(checkpoint, e);
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  private static Weights weights(Checkpoint checkpoint, TorchDevice device, Opening opening) {
    try {
      return opening.open(checkpoint, device);
    } catch (EngineException e) {
      throw unloadable(checkpoint, e);
    }
  }

  private static ModelException unloadable(Checkpoint checkpoint, EngineException cause) {
    return new ModelException(
        "%s cannot be loaded: %s".formatted(checkpoint.folder(), cause.getMessage()), cause);
  }

  /**
   * Refuses a checkpoint whose {@code model_type} is none of these.
   *
   * @throws ModelException if it is another
   */
  public static void requireType(Checkpoint checkpoint, List<String> modelTypes) {
    String type = checkpoint.config().text("model_type");
    if (!modelTypes.contains(type)) {
      throw checkpoint.config().wrong("model_type", type, String.join(" or ", modelTypes));
    }
  }

  private static License license(CheckpointEncoderBuilder<?> options, Checkpoint checkpoint) {
    if (checkpoint.isMadeUp()) {
      return MADE_UP;
    }
    License license = options.license().orElseGet(checkpoint::license);
    license.requireAccepted(checkpoint.folder().toString(), options.isNonCommercialAccepted());
    return license;
  }

  /**
   * Describes the encoder, and logs it.
   *
   * @param dimension of its embeddings
   * @param settings what it does besides what its needs say
   */
  public EncoderInfo describe(
      String id, Modality modality, MediaNeeds needs, int dimension, String settings) {
    Checkpoint checkpoint = weights.checkpoint();
    EncoderInfo.Builder info =
        EncoderInfo.builder(id, modality, needs)
            .dimension(dimension)
            .checkpoint(checkpoint.sha256(), license)
            .computesOn(computesOn())
            .settings(inBf16() ? settings + ", bf16" : settings);
    if (checkpoint.isMadeUp()) {
      info.madeUpWeights();
    }
    EncoderInfo described = info.build();
    LOG.info("encoder {} loaded: {}", id, described);
    return described;
  }

  private boolean inBf16() {
    return weights.precision() == Precision.BF16;
  }

  /** Device and precision, and why they are slower than asked for. */
  private String computesOn() {
    String words = device.computesOn(weights.precision().toString());
    return inBf16() && !device.hasBf16()
        ? words + ", this processor has no bf16: slower than float32"
        : words;
  }
}
