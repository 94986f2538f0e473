package io.github.blemore.s4d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Activation;
import io.github.blemore.network.Attention;
import io.github.blemore.network.BlockRunner;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Mlp;
import io.github.blemore.network.Network;
import io.github.blemore.network.PatchEmbedding;
import io.github.blemore.network.Positions;
import io.github.blemore.network.PreNormBlock;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * S4D's vision transformer (arXiv:2409.06154) with the experts of the fine-tuned models, or without
 * them, as after pre-training. Clips and pictures share all weights but the last layer's. Names are
 * those of the published code's {@code VisionTransformerMoE}.
 *
 * <p>Safe to share between threads.
 */
public final class S4dNet implements Network {

  private static final List<String> PREFIXES = List.of("encoder.", "backbone.");
  private static final int TOP_K = 2;
  private static final double CAPACITY_FACTOR = 1;

  /** What is added to the logits of the routers. */
  public interface Noise {

    /** Nothing. */
    Noise NONE = (block, logits) -> Optional.empty();

    /**
     * Noise of mean 0 and deviation 1.
     *
     * @param block which of the blocks with experts, from 0; each is asked for once, in order
     * @param logits float32 {@code [batch, tokens, experts]}
     * @return of the same shape, or one that broadcasts to it
     */
    Optional<NDArray> draw(int block, NDArray logits);
  }

  /** Which tokens share the room the experts have. */
  public enum Capacity {
    /** Those of each clip: what else is in the batch makes no difference. */
    OF_CLIP,
    /** Those of all clips, as in the published code: later clips lose experts to earlier ones. */
    OF_BATCH
  }

  /**
   * How a pass is run.
   *
   * @param noise of the routers
   * @param capacity of the experts
   * @param taps see hidden states, {@code features}, {@code logits}, and of the blocks with experts
   *     {@code moe0_logits}, noise included, {@code moe0_gate}, {@code moe0_indices}, {@code
   *     moe0_output} and so on
   */
  public record Pass(Noise noise, Capacity capacity, Taps taps) {}

  private interface Block {
    NDArray apply(NDArray x, Pass pass);
  }

  private final S4dShape shape;
  private final PatchEmbedding patches;
  private final NDArray positions;
  private final NDArray picturePositions;
  private final List<Block> blocks;
  private final BlockRunner runner;
  private final int expertBlocks;
  private final @Nullable LayerNorm tokenNorm;
  private final @Nullable LayerNorm featureNorm;
  private final @Nullable Linear pictureHead;
  private final @Nullable Linear clipHead;

  /** The network of a checkpoint. */
  public S4dNet(Weights weights) {
    Config config = weights.checkpoint().config();
    shape = S4dShape.of(weights, config);
    requireSupported(weights, config);
    patches =
        PatchEmbedding.ofClips(
            weights, "patch_embed.proj", shape.tubelet(), shape.patch(), shape.width());
    positions = positions(weights.manager(), shape.tokens());
    picturePositions = positions(weights.manager(), shape.patchesPerSlot());
    List<Block> made = new ArrayList<>();
    int mixed = 0;
    for (int i = 0; i < shape.depth(); i++) {
      made.add(
          hasExperts(weights, config, i) ? expertBlock(weights, i, mixed++) : block(weights, i));
    }
    blocks = List.copyOf(made);
    runner = weights.runner();
    expertBlocks = mixed;
    boolean pretrained = !weights.has("fc_norm.weight") && weights.has("norm.weight");
    tokenNorm = pretrained ? norm(weights, "norm") : null;
    featureNorm = pretrained ? null : norm(weights, "fc_norm");
    pictureHead = head(weights, "head.image");
    clipHead = head(weights, "head.video");
  }

  /** What names of a checkpoint may begin with. */
  public static List<String> prefixes() {
    return PREFIXES;
  }

  /**
   * Refuses a checkpoint of another architecture.
   *
   * @throws ModelException if its config names another, or its weights lack the patch embedding
   */
  public static void requireArchitecture(Checkpoint checkpoint) {
    Config config = checkpoint.config();
    String type = config.text("model_type", "s4d");
    if (!type.equals("s4d")) {
      throw config.wrong("model_type", type, "s4d");
    }
    if (checkpoint.names().stream().noneMatch(name -> name.endsWith(S4dShape.KERNEL))) {
      throw new ModelException(
          "%s has no tensor \"%s\": it is no S4D network"
              .formatted(checkpoint.folder(), S4dShape.KERNEL));
    }
  }

  private static void requireSupported(Weights weights, Config config) {
    if (weights.has("blocks.0.gamma_1")) {
      throw new ModelException(
          "%s: its weights have a layer scale (\"blocks.0.gamma_1\"): must be without"
              .formatted(config));
    }
    if (!config.flag("use_mean_pooling", true)) {
      throw config.wrong("use_mean_pooling", false, "true");
    }
  }

  private NDArray positions(NDManager manager, int tokens) {
    return manager.create(
        Positions.sineCosine(tokens, shape.width()), new Shape(1, tokens, shape.width()));
  }

  private LayerNorm norm(Weights weights, String name) {
    return LayerNorm.of(weights, name, shape.width(), shape.eps());
  }

  private @Nullable Linear head(Weights weights, String name) {
    return weights
        .outputs(name + ".weight")
        .map(classes -> Linear.inFloat32(weights, name, shape.width(), classes))
        .orElse(null);
  }

  /** As the config says, or else as the tensors show. */
  private static boolean hasExperts(Weights weights, Config config, int block) {
    Optional<Config> said = config.section("moe").filter(moe -> moe.has("layers"));
    boolean found =
        weights.has("blocks.%d.moe_layer.router.topkroute_linear.weight".formatted(block));
    if (said.isEmpty()) {
      return found;
    }
    List<Double> layers = said.get().numbers("layers");
    if (found && !layers.contains((double) block)) {
      throw said.get().wrong("layers", layers, "with %d: that block has experts".formatted(block));
    }
    return layers.contains((double) block);
  }

  private Block block(Weights weights, int index) {
    PreNormBlock block =
        new PreNormBlock(
            norm(weights, name(index, "norm1")),
            attention(weights, name(index, "attn")),
            norm(weights, name(index, "norm2")),
            mlp(weights, name(index, "mlp"), shape.inner()),
            weights.runner());
    return (x, pass) -> block.apply(x);
  }

  private Block expertBlock(Weights weights, int index, int mixed) {
    S4dBlock block =
        new S4dBlock(
            norm(weights, name(index, "norm1")),
            attention(weights, name(index, "attn")),
            norm(weights, name(index, "norm2")),
            mlp(weights, name(index, "mlp"), shape.inner()),
            experts(weights, name(index, "moe_layer")),
            weights.runner());
    return (x, pass) -> block.apply(x, pass, mixed);
  }

  private static String name(int block, String part) {
    return "blocks.%d.%s".formatted(block, part);
  }

  private Attention attention(Weights weights, String name) {
    boolean biases = weights.has(name + ".q_bias") || weights.has(name + ".v_bias");
    return new Attention(
        biases
            ? Attention.FusedWithoutKeyBias.of(weights, name, shape.width())
            : new Attention.Fused(
                Linear.withoutBias(weights, name + ".qkv", shape.width(), 3L * shape.width())),
        Linear.of(weights, name + ".proj", shape.width(), shape.width()),
        shape.heads(),
        weights.functions());
  }

  private Mlp mlp(Weights weights, String name, long inner) {
    return new Mlp(
        Linear.of(weights, name + ".fc1", shape.width(), inner),
        Activation.GELU,
        Linear.of(weights, name + ".fc2", inner, shape.width()));
  }

  private Experts experts(Weights weights, String name) {
    Config config = weights.checkpoint().config();
    Optional<Config> moe = config.section("moe");
    String routing = name + ".router.topkroute_linear";
    int count = weights.outputs(routing + ".weight").map(Math::toIntExact).orElse(1);
    int experts = moe.map(m -> m.count("num_experts", count)).orElse(count);
    int topK = moe.map(m -> m.count("top_k", TOP_K)).orElse(TOP_K);
    if (topK > experts) {
      throw moe.orElse(config).wrong("top_k", topK, "at most the %d experts".formatted(experts));
    }
    double factor = moe.map(m -> m.number("capacity_factor", CAPACITY_FACTOR)).orElse(1.0);
    if (!(factor > 0)) {
      throw moe.orElse(config).wrong("capacity_factor", factor, "above 0");
    }
    Router router =
        new Router(
            Linear.inFloat32(weights, routing, shape.width(), experts),
            Linear.inFloat32(weights, name + ".router.noise_linear", shape.width(), experts),
            topK);
    List<Mlp> mlps =
        IntStream.range(0, experts).mapToObj(e -> expert(weights, name + ".experts." + e)).toList();
    return new Experts(router, mlps, factor, weights.functions());
  }

  private Mlp expert(Weights weights, String name) {
    long inner = weights.outputs(name + ".fc1.weight").orElse(shape.width() / 4L);
    return mlp(weights, name, inner);
  }

  /** What it takes. */
  public S4dShape shape() {
    return shape;
  }

  /** In how many blocks there are experts; 0 for a dense network. */
  public int expertBlocks() {
    return expertBlocks;
  }

  /** Whether it is the encoder of the pre-training, without the norm and heads of a classifier. */
  public boolean isPretrained() {
    return tokenNorm != null;
  }

  /** Runs it without noise, each clip with its own capacity. */
  @Override
  public NDArray forward(NDArray input, Taps taps) {
    return forward(input, new Pass(Noise.NONE, Capacity.OF_CLIP, taps));
  }

  /**
   * Runs it.
   *
   * @param input float32, normalized: clips {@code [batch, 3, frames, side, side]} or pictures
   *     {@code [batch, 3, side, side]}
   * @return float32 {@code [batch, width]}: the mean of the last layer's tokens, normalized
   * @throws IllegalArgumentException if the input has another shape
   */
  public NDArray forward(NDArray input, Pass pass) {
    requireShape(input.getShape());
    boolean picture = input.getShape().dimension() == 4;
    return Scopes.scoped(
        () -> {
          NDArray tokens =
              Scopes.scoped(
                  () ->
                      patches.apply(timeFirst(input)).add(picture ? picturePositions : positions));
          NDArray state = runner.run(tokens, layers(pass), pass.taps());
          NDArray features = features(state);
          pass.taps().value("features", features);
          Linear head = picture ? pictureHead : clipHead;
          if (head != null) {
            pass.taps().value("logits", head.apply(features));
          }
          return features;
        });
  }

  /**
   * The logits of clips.
   *
   * @param clips as of {@link #forward(NDArray, Pass)}
   * @return float32 {@code [batch, classes]}
   * @throws IllegalStateException if there is no {@code head.video}
   */
  public NDArray classify(NDArray clips, Pass pass) {
    Linear head = Network.requireHead(clipHead, "head.video");
    return Scopes.scoped(() -> head.apply(forward(clips, pass)));
  }

  private void requireShape(Shape input) {
    boolean picture = input.dimension() == 4;
    Shape wanted =
        picture
            ? new Shape(input.get(0), 3, shape.side(), shape.side())
            : new Shape(input.get(0), 3, shape.frames(), shape.side(), shape.side());
    if (!input.equals(wanted)) {
      throw new IllegalArgumentException(
          "input is %s: must be clips [batch, 3, %d, %d, %d] or pictures [batch, 3, %d, %d]"
              .formatted(
                  input, shape.frames(), shape.side(), shape.side(), shape.side(), shape.side()));
    }
  }

  /** As the patch embedding takes it; a picture stands for all frames of one tubelet. */
  private NDArray timeFirst(NDArray input) {
    return input.getShape().dimension() == 4
        ? input.expandDims(1).repeat(1, shape.tubelet())
        : input.transpose(0, 2, 1, 3, 4);
  }

  private List<UnaryOperator<NDArray>> layers(Pass pass) {
    return blocks.stream().<UnaryOperator<NDArray>>map(b -> x -> b.apply(x, pass)).toList();
  }

  private NDArray features(NDArray state) {
    NDArray mean = (tokenNorm == null ? state : tokenNorm.apply(state)).mean(new int[] {1});
    return featureNorm == null ? mean : featureNorm.apply(mean);
  }
}
