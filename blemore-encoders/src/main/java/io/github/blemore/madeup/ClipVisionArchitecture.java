package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.image.Normalization;
import java.util.List;
import java.util.Optional;

/** Hugging Face's {@code CLIPVisionModelWithProjection}. */
final class ClipVisionArchitecture implements Architecture {

  private static final String MODEL = "vision_model.";

  @Override
  public void config(MadeUpSize size, ObjectNode json) {
    json.putArray("architectures").add("CLIPVisionModelWithProjection");
    json.put("model_type", "clip_vision_model");
    TransformerSizes.put(size, 2, 128, json);
    json.put("projection_dim", size.pick(32, 512));
    json.put("hidden_act", "quick_gelu").put("layer_norm_eps", 1e-5);
    json.put("image_size", 224).put("patch_size", 32).put("num_channels", 3);
  }

  @Override
  public Optional<ObjectNode> processor(ObjectNode config) {
    return Optional.of(
        PictureProcessor.cropped(
            "CLIPImageProcessor", 224, PictureProcessor.BICUBIC, Normalization.CLIP));
  }

  @Override
  public void tensors(Config config, TensorPlan plan) {
    int width = config.count("hidden_size");
    PictureTokens tokens = PictureTokens.of(config);
    String embeddings = MODEL + "embeddings.";
    plan.added(embeddings + "class_embedding", width);
    plan.kernel(
        embeddings + "patch_embedding.weight",
        1,
        width,
        tokens.channels(),
        tokens.patch(),
        tokens.patch());
    plan.added(embeddings + "position_embedding.weight", tokens.count() + 1, width);
    plan.indices(embeddings + "position_ids", 1, tokens.count() + 1);
    plan.norm(MODEL + "pre_layrnorm", width);
    for (int i = 0; i < config.count("num_hidden_layers"); i++) {
      String layer = MODEL + "encoder.layers.%d.".formatted(i);
      plan.norm(layer + "layer_norm1", width);
      for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        plan.linear(layer + "self_attn." + part, width, width);
      }
      int mlp = config.count("intermediate_size");
      plan.norm(layer + "layer_norm2", width);
      plan.linear(layer + "mlp.fc1", mlp, width);
      plan.linear(layer + "mlp.fc2", width, mlp);
    }
    plan.norm(MODEL + "post_layernorm", width);
    plan.matrix("visual_projection.weight", config.count("projection_dim"), width);
  }
}
