package io.github.blemore.speech;

import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.network.LoadedWeights;
import io.github.blemore.pooling.LayerMean;
import io.github.blemore.pooling.TimePooling;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Options that all encoders of speech have; one set twice is refused. Not safe for several threads.
 *
 * @param <B> the builder itself
 */
public abstract sealed class SpeechEncoderBuilder<B extends SpeechEncoderBuilder<B>>
    extends CheckpointEncoderBuilder<B>
    permits HubertEncoder.Builder, Wav2Vec2Encoder.Builder, WavLmEncoder.Builder {

  private static final double DEFAULT_SECONDS = 60;

  private final String modelType;
  private @Nullable LayerMean layers;
  private @Nullable TimePooling pooling;
  private @Nullable Double maxSeconds;

  SpeechEncoderBuilder(Path folder, String modelType) {
    super(folder, modelType);
    this.modelType = modelType;
  }

  /**
   * The layers whose mean is taken; both are counted in. Default: from half of the network's depth,
   * rounded up, to its last layer. In base models of 12 layers these are 6 to 12, in which
   * arXiv:2603.23650 finds prosody; in large ones of 24 they are 12 to 24. In large models only the
   * last layer's output is normalized, as in the original.
   *
   * @param first 0 for what enters the first layer, i for the output of layer i
   * @param last not before the first, at most the network's depth
   * @throws IllegalArgumentException if they are below 0 or not in this order
   */
  public B layers(int first, int last) {
    requireUnset("layers", layers);
    this.layers = new LayerMean(first, last);
    return self();
  }

  /** How one vector is made of all frames; default {@link TimePooling#MEAN}. */
  public B pooling(TimePooling overTime) {
    requireUnset("pooling", pooling);
    this.pooling = overTime;
    return self();
  }

  /**
   * How much of a clip's beginning to listen to at most; default 60 s. Memory grows with it, for
   * WavLM with its square.
   *
   * @param seconds above 0, finite
   */
  public B maxSeconds(double seconds) {
    requireUnset("maxSeconds", maxSeconds);
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "maxSeconds of encoder %s is %s: must be above 0 and finite".formatted(id(), seconds));
    }
    this.maxSeconds = seconds;
    return self();
  }

  /**
   * Loads the checkpoint.
   *
   * @throws IllegalArgumentException if it has fewer layers than were asked for
   * @throws io.github.blemore.ModelException if it is damaged or of another architecture, its
   *     license is not accepted, or PyTorch or the GPU asked for is not there
   */
  @Override
  public abstract SpeechEncoder build();

  /** Loads the checkpoint and makes an encoder of it. */
  final <T extends SpeechEncoder> T build(Function<SpeechEncoder.Parts, T> make) {
    return LoadedWeights.load(
        this, List.of(modelType), SpeechNet.prefixes(), loaded -> make.apply(parts(loaded)));
  }

  /** The {@code model_type} its checkpoint must have. */
  public final String modelType() {
    return modelType;
  }

  private SpeechEncoder.Parts parts(LoadedWeights loaded) {
    SpeechNet net = new SpeechNet(loaded.weights());
    return new SpeechEncoder.Parts(
        loaded,
        net,
        SpeechInput.of(loaded.weights().checkpoint()),
        layersOf(net.depth()),
        Objects.requireNonNullElse(pooling, TimePooling.MEAN),
        Objects.requireNonNullElse(maxSeconds, DEFAULT_SECONDS));
  }

  private LayerMean layersOf(int depth) {
    LayerMean wanted = layers == null ? new LayerMean((depth + 1) / 2, depth) : layers;
    if (wanted.last() > depth) {
      throw new IllegalArgumentException(
          "layers of encoder %s are %d to %d: %s has %d"
              .formatted(id(), wanted.first(), wanted.last(), folder(), depth));
    }
    return wanted;
  }
}
