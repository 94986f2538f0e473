package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.image.Normalization;
import java.util.Optional;

/** Hugging Face's {@code TimesformerModel} with attention divided into time and space. */
final class TimeSformerArchitecture implements Architecture {

  @Override
  public void config(MadeUpSize size, ObjectNode json) {
    json.putArray("architectures").add("TimesformerModel");
    json.put("model_type", "timesformer");
    TransformerSizes.put(size, 2, 128, json);
    json.put("hidden_act", "gelu").put("layer_norm_eps", 1e-6).put("qkv_bias", true);
    json.put("image_size", size.side(224)).put("patch_size", 16).put("num_channels", 3);
    json.put("num_frames", size.frames(8)).put("attention_type", "divided_space_time");
  }

  @Override
  public Optional<ObjectNode> processor(ObjectNode config) {
    return Optional.of(
        PictureProcessor.cropped(
            "VideoMAEImageProcessor",
            config.path("image_size").asInt(),
            PictureProcessor.BILINEAR,
            Normalization.TIMESFORMER));
  }

  @Override
  public void tensors(Config config, TensorPlan plan) {
    int width = config.count("hidden_size");
    PictureTokens.of(config).add(plan, width);
    plan.added("embeddings.time_embeddings", 1, config.count("num_frames"), width);
    for (int i = 0; i < config.count("num_hidden_layers"); i++) {
      String layer = "encoder.layer.%d.".formatted(i);
      plan.norm(layer + "temporal_layernorm", width);
      plan.linear(layer + "temporal_attention.attention.qkv", 3 * width, width);
      plan.linear(layer + "temporal_attention.output.dense", width, width);
      plan.linear(layer + "temporal_dense", width, width);
      plan.linear(layer + "attention.attention.qkv", 3 * width, width);
      VitLayer.addAround(plan, layer, width, config.count("intermediate_size"));
    }
    plan.norm("layernorm", width);
  }
}
