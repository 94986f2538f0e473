package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.image.Normalization;
import java.util.List;
import java.util.Optional;

/** Hugging Face's {@code ViTModel}. */
final class VitArchitecture implements Architecture {

  @Override
  public void config(MadeUpSize size, ObjectNode json) {
    json.putArray("architectures").add("ViTModel");
    json.put("model_type", "vit");
    TransformerSizes.put(size, 2, 128, json);
    json.put("hidden_act", "gelu").put("layer_norm_eps", 1e-12).put("qkv_bias", true);
    json.put("image_size", 224).put("patch_size", 16).put("num_channels", 3);
  }

  @Override
  public Optional<ObjectNode> processor(ObjectNode config) {
    return Optional.of(
        PictureProcessor.squashed(
            "ViTImageProcessor", 224, PictureProcessor.BILINEAR, Normalization.HALF));
  }

  @Override
  public void tensors(Config config, TensorPlan plan) {
    int width = config.count("hidden_size");
    PictureTokens.of(config).add(plan, width);
    for (int i = 0; i < config.count("num_hidden_layers"); i++) {
      String layer = "encoder.layer.%d.".formatted(i);
      for (String part : List.of("query", "key", "value")) {
        plan.linear(layer + "attention.attention." + part, width, width);
      }
      VitLayer.addAround(plan, layer, width, config.count("intermediate_size"));
    }
    plan.norm("layernorm", width);
    plan.linear("pooler.dense", width, width);
  }
}
