package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.image.Normalization;
import java.util.Optional;

/** Hugging Face's {@code VideoMAEModel} with mean pooling. */
final class VideoMaeArchitecture implements Architecture {

  @Override
  public void config(MadeUpSize size, ObjectNode json) {
    json.putArray("architectures").add("VideoMAEModel");
    json.put("model_type", "videomae");
    TransformerSizes.put(size, 2, 128, json);
    json.put("hidden_act", "gelu").put("layer_norm_eps", 1e-12).put("qkv_bias", true);
    json.put("image_size", size.side(224)).put("patch_size", 16).put("num_channels", 3);
    json.put("num_frames", size.frames(16)).put("tubelet_size", 2).put("use_mean_pooling", true);
  }

  @Override
  public Optional<ObjectNode> processor(ObjectNode config) {
    return Optional.of(
        PictureProcessor.cropped(
            "VideoMAEImageProcessor",
            config.path("image_size").asInt(),
            PictureProcessor.BILINEAR,
            Normalization.IMAGENET));
  }

  @Override
  public void tensors(Config config, TensorPlan plan) {
    int width = config.count("hidden_size");
    int patch = config.count("patch_size");
    plan.kernel(
        "embeddings.patch_embeddings.projection.weight",
        1,
        width,
        config.count("num_channels"),
        config.count("tubelet_size"),
        patch,
        patch);
    plan.added("embeddings.patch_embeddings.projection.bias", width);
    for (int i = 0; i < config.count("num_hidden_layers"); i++) {
      String layer = "encoder.layer.%d.".formatted(i);
      VitLayer.addAround(plan, layer, width, config.count("intermediate_size"));
      String attention = layer + "attention.attention.";
      plan.matrix(attention + "query.weight", width, width);
      plan.matrix(attention + "key.weight", width, width);
      plan.matrix(attention + "value.weight", width, width);
      plan.added(attention + "q_bias", width);
      plan.added(attention + "v_bias", width);
    }
    if (!config.flag("use_mean_pooling", true)) {
      plan.norm("layernorm", width);
    }
  }
}
