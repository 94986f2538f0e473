package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Network;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of Wav2Vec2 (arXiv:2006.11477), HuBERT (arXiv:2106.07447) and WavLM
 * (arXiv:2110.13900), in base and large style: convolutions over the waveform, positions by a
 * convolution, a transformer. Names are those of Hugging Face's {@code Wav2Vec2Model}, {@code
 * HubertModel} and {@code WavLMModel}. Adapters and HuBERT's batch norm before the positions are
 * refused.
 *
 * <p>Safe to share between threads.
 */
public final class SpeechNet implements Network {

  private final Weights weights;
  private final FrameGrid grid;
  private final FeatureExtractor extractor;
  private final @Nullable LayerNorm projectionNorm;
  private final Linear projection;
  private final PositionalConvolution positions;
  private final LayerNorm norm;
  private final List<SpeechLayer> layers;
  private final @Nullable RelativePositions relative;
  private final @Nullable Linear projector;
  private final @Nullable Linear classifier;
  private final int width;
  private final boolean isPreNorm;

  /**
   * The network of a checkpoint of type {@code wav2vec2}, {@code hubert} or {@code wavlm}.
   *
   * @throws ModelException if it is of a variant that is not supported, which is named
   */
  public SpeechNet(Weights weights) {
    Config config = weights.checkpoint().config();
    requireSupported(config);
    this.weights = weights;
    String type = config.text("model_type");
    double eps = config.number("layer_norm_eps", 1e-5);
    width = config.count("hidden_size");
    isPreNorm = config.flag("do_stable_layer_norm", false);
    grid = FrameGrid.of(config);
    extractor = FeatureExtractor.of(weights, grid);
    List<Integer> channels = config.counts("conv_dim");
    int features = channels.get(channels.size() - 1);
    boolean isNormed = !type.equals("hubert") || config.flag("feat_proj_layer_norm", true);
    projectionNorm =
        isNormed ? LayerNorm.of(weights, "feature_projection.layer_norm", features, eps) : null;
    projection = Linear.of(weights, "feature_projection.projection", features, width);
    positions = PositionalConvolution.of(weights, "encoder.pos_conv_embed.conv", width);
    norm = LayerNorm.of(weights, "encoder.layer_norm", width, eps);
    boolean isGated = type.equals("wavlm");
    layers =
        IntStream.range(0, config.count("num_hidden_layers"))
            .mapToObj(
                i -> SpeechLayer.of(weights, "encoder.layers.%d.".formatted(i), isPreNorm, isGated))
            .toList();
    projector = weights.isTrainable() ? head(weights, "projector", width) : null;
    classifier =
        weights.isTrainable()
            ? head(weights, "classifier", weights.outputs("projector.weight").orElse((long) width))
            : null;
    relative =
        isGated
            ? RelativePositions.of(
                weights, "encoder.layers.0.attention.rel_attn_embed", config.heads(width))
            : null;
  }

  private static @Nullable Linear head(Weights weights, String name, long inputs) {
    return weights
        .outputs(name + ".weight")
        .map(outputs -> Linear.inFloat32(weights, name, inputs, outputs))
        .orElse(null);
  }

  private static void requireSupported(Config config) {
    for (String variant : List.of("add_adapter", "conv_pos_batch_norm")) {
      if (config.flag(variant, false)) {
        throw config.wrong(variant, true, "false: this variant is not supported");
      }
    }
    if (config.has("adapter_attn_dim")) {
      throw config.wrong(
          "adapter_attn_dim", config.count("adapter_attn_dim"), "null: adapters are not supported");
    }
  }

  /** What names of a checkpoint may begin with. */
  public static List<String> prefixes() {
    return List.of("wav2vec2.", "hubert.", "wavlm.");
  }

  /**
   * The logits of sounds of one length, as of {@code Wav2Vec2ForSequenceClassification}: the layer
   * {@code projector}, if there is one, the mean over frames, {@code classifier}.
   *
   * @param sounds as of {@link #forward}
   * @return float32 {@code [batch, classes]}
   * @throws IllegalStateException if there is no classifier, or the weights are not {@linkplain
   *     Weights#trainable to be trained}
   */
  public NDArray classify(NDArray sounds) {
    Linear head = Network.requireHead(classifier, "classifier");
    return Scopes.scoped(
        () -> {
          NDArray mean = forward(sounds, Taps.NONE).mean(new int[] {1});
          return head.apply(projector == null ? mean : projector.apply(mean));
        });
  }

  /** Which samples its frames are made of. */
  public FrameGrid grid() {
    return grid;
  }

  /** Whether its layers normalize what enters them, and the last one's output is normalized. */
  public boolean isPreNorm() {
    return isPreNorm;
  }

  /** How many layers its transformer has. */
  public int depth() {
    return layers.size();
  }

  /** Values in each frame. */
  public int width() {
    return width;
  }

  /**
   * Runs it on sounds of one length.
   *
   * @param sounds float32 {@code [batch, samples]}, normalized if the checkpoint asks for it
   * @return float32 {@code [batch, frames, width]}: the last hidden state
   */
  @Override
  public NDArray forward(NDArray sounds, Taps taps) {
    return forwardTo(layers.size(), sounds, taps);
  }

  /**
   * The same with only the first layers, when those after them are not wanted.
   *
   * @param depth how many, 0 to {@link #depth}
   * @return float32 {@code [batch, frames, width]}: hidden state {@code depth}
   */
  NDArray forwardTo(int depth, NDArray sounds, Taps taps) {
    requireSounds(sounds);
    return forward(sounds, null, depth, taps);
  }

  /**
   * Runs it on sounds of several lengths, padded with zeros at their ends, as the original does
   * with an attention mask: padding is not looked at, but what is computed for its frames comes out
   * as well. In networks with a norm over time ({@code feat_extract_norm} {@code group}) padding
   * still changes the frames of sound.
   *
   * @param sounds float32 {@code [batch, samples]}
   * @param lengths how many samples of each are sound
   * @return float32 {@code [batch, frames, width]}: the last hidden state
   */
  public NDArray forwardMasked(NDArray sounds, int[] lengths, Taps taps) {
    requireSounds(sounds);
    long samples = sounds.getShape().get(1);
    if (lengths.length != sounds.getShape().get(0)) {
      throw new IllegalArgumentException(
          "%d lengths for %d sounds".formatted(lengths.length, sounds.getShape().get(0)));
    }
    for (int length : lengths) {
      if (grid.frames(length) < 1 || length > samples) {
        throw new IllegalArgumentException(
            "lengths are %s: must be %d..%d"
                .formatted(Arrays.toString(lengths), grid.receptiveField(), samples));
      }
    }
    return forward(sounds, lengths, layers.size(), taps);
  }

  private void requireSounds(NDArray sounds) {
    Shape shape = sounds.getShape();
    if (shape.dimension() != 2 || shape.get(1) < grid.receptiveField()) {
      throw new IllegalArgumentException(
          "sounds are %s: must be [batch, samples], of %d samples or more"
              .formatted(shape, grid.receptiveField()));
    }
  }

  private NDArray forward(NDArray sounds, int @Nullable [] lengths, int depth, Taps taps) {
    return Scopes.scoped(
        () -> {
          NDArray projected = project(sounds, taps);
          NDArray padding =
              lengths == null ? null : padding(sounds.getManager(), projected, lengths);
          NDArray entering = enter(projected, padding, taps);
          projected.close();
          List<UnaryOperator<NDArray>> steps = layers(around(entering, padding));
          NDArray state = weights.runner().run(entering, steps.subList(0, depth), taps);
          if (depth == steps.size()) {
            taps.value("last_hidden_state", state);
          }
          return state;
        });
  }

  private NDArray project(NDArray sounds, Taps taps) {
    return Scopes.scoped(
        () -> {
          NDArray features = extractor.apply(sounds);
          taps.value("conv_features", features);
          NDArray normed = projectionNorm == null ? features : projectionNorm.apply(features);
          NDArray projected = weights.toFloat32(projection.apply(normed));
          taps.value("feature_projection", projected);
          return projected;
        });
  }

  /** Frames of padding are set to 0 before they reach the positions. */
  private NDArray enter(NDArray projected, @Nullable NDArray padding, Taps taps) {
    return Scopes.scoped(
        () -> {
          NDArray x = padding == null ? projected : projected.mul(soundFrames(padding));
          NDArray positioned = positions.apply(x);
          taps.value("pos_conv", positioned);
          NDArray sum = x.add(positioned);
          return isPreNorm ? sum : norm.apply(sum);
        });
  }

  private NDArray padding(NDManager owner, NDArray frames, int[] lengths) {
    int count = (int) frames.getShape().get(1);
    float[] added = new float[lengths.length * count];
    for (int i = 0; i < lengths.length; i++) {
      int sound = grid.frames(lengths[i]);
      Arrays.fill(added, i * count + sound, (i + 1) * count, Float.NEGATIVE_INFINITY);
    }
    return owner.create(added, new Shape(lengths.length, 1, 1, count));
  }

  /** 1 for frames of sound, 0 for frames of padding: {@code [batch, frames, 1]}. */
  private static NDArray soundFrames(NDArray padding) {
    return padding.exp().reshape(padding.getShape().get(0), padding.getShape().get(3), 1);
  }

  private Surroundings around(NDArray entering, @Nullable NDArray padding) {
    int frames = (int) entering.getShape().get(1);
    return new Surroundings(padding, positions(entering.getManager(), frames));
  }

  private @Nullable Supplier<NDArray> positions(NDManager owner, int frames) {
    RelativePositions table = relative;
    if (table == null) {
      return null;
    }
    if (weights.isTrainable()) {
      return () -> table.between(owner, frames);
    }
    NDArray once = table.between(owner, frames);
    return () -> once;
  }

  /** In pre-norm style, the last layer's output is normalized. */
  private List<UnaryOperator<NDArray>> layers(Surroundings around) {
    List<UnaryOperator<NDArray>> steps = new ArrayList<>();
    for (SpeechLayer layer : layers) {
      boolean isNormed = isPreNorm && steps.size() == layers.size() - 1;
      steps.add(
          isNormed
              ? x -> Scopes.scoped(() -> norm.apply(layer.apply(x, around)))
              : x -> layer.apply(x, around));
    }
    return steps;
  }
}
