package io.github.blemore.vision;

import ai.djl.ndarray.NDArray;
import io.github.blemore.ModelException;
import io.github.blemore.network.Attention;
import io.github.blemore.network.Casts;
import io.github.blemore.network.LayerNorm;
import io.github.blemore.network.Layers;
import io.github.blemore.network.Linear;
import io.github.blemore.network.Mlp;
import io.github.blemore.network.PatchEmbedding;
import io.github.blemore.network.PatchGrid;
import io.github.blemore.network.PreNormBlock;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The picture side of CLIP (arXiv:2103.00020). Names are those of Hugging Face's {@code
 * CLIPVisionModelWithProjection}; {@code pre_layrnorm} is spelled so there. A picture's vector is
 * {@code image_embeds}, not normalized to length 1, or without the projection {@code
 * pooler_output}.
 *
 * <p>Safe to share between threads.
 */
public final class ClipVisionNet implements PictureNetwork {

  private static final List<String> PREFIXES =
      List.of("vision_model.", "clip.vision_model.", "clip.");
  private static final String PROJECTION = "visual_projection.weight";

  private final PatchGrid grid;
  private final PictureTokens tokens;
  private final LayerNorm firstNorm;
  private final List<PreNormBlock> layers;
  private final LayerNorm pooledNorm;
  private final @Nullable Linear projection;

  /**
   * The network of a checkpoint of type {@code clip_vision_model} or {@code clip}.
   *
   * @param projected whether to project into the space shared with texts
   * @throws ModelException if the checkpoint is damaged, or has no projection to project by
   */
  public ClipVisionNet(Weights weights, boolean projected) {
    ClipVisionConfig config = ClipVisionConfig.of(weights.checkpoint().config());
    grid = config.grid();
    int width = config.width();
    double eps = config.eps();
    tokens =
        new PictureTokens(
            PatchEmbedding.ofPictures(
                weights, "embeddings.patch_embedding", grid.patchSide(), width),
            weights.vector("embeddings.class_embedding", width),
            weights.vector("embeddings.position_embedding.weight", 1 + grid.patches(), width));
    firstNorm = LayerNorm.of(weights, "pre_layrnorm", width, eps);
    layers =
        IntStream.range(0, config.layers())
            .mapToObj(i -> layer(weights, "encoder.layers.%d.".formatted(i), config))
            .toList();
    pooledNorm = LayerNorm.of(weights, "post_layernorm", width, eps);
    projection = projected ? projection(weights, config) : null;
  }

  /** What names of a checkpoint may begin with. */
  public static List<String> prefixes() {
    return PREFIXES;
  }

  /** Whether a checkpoint has the projection. */
  public static boolean hasProjection(Weights weights) {
    return weights.has(PROJECTION);
  }

  private static PreNormBlock layer(Weights weights, String name, ClipVisionConfig config) {
    int width = config.width();
    String attention = name + "self_attn.";
    return new PreNormBlock(
        LayerNorm.of(weights, name + "layer_norm1", width, config.eps()),
        new Attention(
            new Attention.Separate(
                Linear.of(weights, attention + "q_proj", width, width),
                Linear.of(weights, attention + "k_proj", width, width),
                Linear.of(weights, attention + "v_proj", width, width)),
            Linear.of(weights, attention + "out_proj", width, width),
            config.heads(),
            weights.functions()),
        LayerNorm.of(weights, name + "layer_norm2", width, config.eps()),
        new Mlp(
            Linear.of(weights, name + "mlp.fc1", width, config.inner()),
            config.activation(),
            Linear.of(weights, name + "mlp.fc2", config.inner(), width)),
        weights.runner());
  }

  private static Linear projection(Weights weights, ClipVisionConfig config) {
    if (!hasProjection(weights)) {
      throw new ModelException(
          "%s has no tensor \"%s\": call withoutProjection() to take what comes before it"
              .formatted(weights.checkpoint().folder(), PROJECTION));
    }
    return new Linear(
        weights.vector(PROJECTION, config.projection(), config.width()), null, Casts.NONE);
  }

  @Override
  public int side() {
    return grid.side();
  }

  @Override
  public int dimension() {
    NDArray last = projection == null ? pooledNorm.weight() : projection.weight();
    return (int) last.getShape().get(0);
  }

  @Override
  public String output() {
    return projection == null ? "pooler_output" : "image_embeds";
  }

  @Override
  public NDArray forward(NDArray pictures, Taps taps) {
    require(pictures);
    return Scopes.scoped(
        () -> {
          NDArray entering = Scopes.scoped(() -> firstNorm.apply(tokens.apply(pictures)));
          NDArray state = Layers.run(entering, layers, taps);
          taps.value("last_hidden_state", state);
          NDArray pooled = pooledNorm.apply(state.get(":, 0"));
          taps.value("pooler_output", pooled);
          if (projection == null) {
            return pooled;
          }
          NDArray embeds = projection.apply(pooled);
          taps.value("image_embeds", embeds);
          return embeds;
        });
  }
}
