package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Config;
import java.util.List;
import java.util.Optional;

/**
 * Wav2Vec2, HuBERT and WavLM under Hugging Face's names.
 *
 * @param type the {@code model_type}
 * @param model the class
 * @param largeStyle norms before the sublayers and after every convolution, as the large models
 *     have; otherwise after the sublayers, and a group norm after the first convolution
 */
record SpeechArchitecture(String type, String model, boolean largeStyle) implements Architecture {

  private static final List<Integer> KERNELS = List.of(10, 3, 3, 3, 3, 2, 2);
  private static final List<Integer> STRIDES = List.of(5, 2, 2, 2, 2, 2, 2);

  /**
   * GELU lets through about half of a signal's power: a gain of the root of two makes up for it.
   */
  private static final double GAIN_BEFORE_GELU = Math.sqrt(2);

  /** Queries of one head decide by eight numbers how far positions count. */
  private static final int WAVLM_GATES = 8;

  @Override
  public void config(MadeUpSize size, ObjectNode json) {
    json.putArray("architectures").add(model);
    json.put("model_type", type);
    TransformerSizes.put(size, size == MadeUpSize.MINIATURE ? 12 : 4, 128, json);
    json.put("hidden_act", "gelu").put("layer_norm_eps", 1e-5);
    json.put("do_stable_layer_norm", largeStyle);
    json.put("feat_extract_activation", "gelu");
    json.put("feat_extract_norm", largeStyle ? "layer" : "group");
    json.put("conv_bias", largeStyle && !isWavLm());
    ArrayNode channels = json.putArray("conv_dim");
    KERNELS.forEach(kernel -> channels.add(size.pick(32, 512)));
    KERNELS.forEach(json.putArray("conv_kernel")::add);
    STRIDES.forEach(json.putArray("conv_stride")::add);
    json.put("num_feat_extract_layers", KERNELS.size());
    json.put("num_conv_pos_embeddings", 128).put("num_conv_pos_embedding_groups", 16);
    if (isWavLm()) {
      json.put("num_buckets", 320).put("max_bucket_distance", 800);
    }
  }

  private boolean isWavLm() {
    return type.equals("wavlm");
  }

  @Override
  public Optional<ObjectNode> processor(ObjectNode config) {
    return Optional.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("feature_extractor_type", "Wav2Vec2FeatureExtractor")
            .put("feature_size", 1)
            .put("sampling_rate", 16_000)
            .put("do_normalize", true)
            .put("padding_side", "right")
            .put("padding_value", 0.0)
            .put("return_attention_mask", largeStyle));
  }

  @Override
  public void tensors(Config config, TensorPlan plan) {
    int width = config.count("hidden_size");
    List<Integer> channels = config.counts("conv_dim");
    addConvolutions(config, channels, plan);
    int last = channels.get(channels.size() - 1);
    plan.norm("feature_projection.layer_norm", last);
    plan.linear("feature_projection.projection", width, last);
    plan.added("masked_spec_embed", width);
    addPositions(config, width, plan);
    plan.norm("encoder.layer_norm", width);
    for (int i = 0; i < config.count("num_hidden_layers"); i++) {
      addLayer(config, i, width, plan);
    }
  }

  private static void addConvolutions(Config config, List<Integer> channels, TensorPlan plan) {
    List<Integer> kernels = config.counts("conv_kernel");
    boolean normEach = config.text("feat_extract_norm").equals("layer");
    int inputs = 1;
    for (int i = 0; i < channels.size(); i++) {
      String layer = "feature_extractor.conv_layers.%d.".formatted(i);
      int outputs = channels.get(i);
      plan.kernel(layer + "conv.weight", GAIN_BEFORE_GELU, outputs, inputs, kernels.get(i));
      if (config.flag("conv_bias", false)) {
        plan.added(layer + "conv.bias", outputs);
      }
      if (normEach || i == 0) {
        plan.norm(layer + "layer_norm", outputs);
      }
      inputs = outputs;
    }
  }

  /** The kernel is stored as its direction and, for each place in time, its length. */
  private static void addPositions(Config config, int width, TensorPlan plan) {
    String convolution = "encoder.pos_conv_embed.conv.";
    int places = config.count("num_conv_pos_embeddings");
    int inputs = width / config.count("num_conv_pos_embedding_groups");
    double deviation = GAIN_BEFORE_GELU / Math.sqrt((double) inputs * places);
    plan.kernel(convolution + "weight_v", GAIN_BEFORE_GELU, width, inputs, places);
    plan.constant(
        convolution + "weight_g", deviation * Math.sqrt((double) width * inputs), 1, 1, places);
    plan.added(convolution + "bias", width);
  }

  private void addLayer(Config config, int index, int width, TensorPlan plan) {
    String layer = "encoder.layers.%d.".formatted(index);
    String attention = layer + "attention.";
    for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
      plan.linear(attention + part, width, width);
    }
    if (isWavLm()) {
      int heads = config.heads(width);
      plan.constant(attention + "gru_rel_pos_const", 1, 1, heads, 1, 1);
      plan.linear(attention + "gru_rel_pos_linear", WAVLM_GATES, width / heads);
      if (index == 0) {
        plan.added(attention + "rel_attn_embed.weight", config.count("num_buckets"), heads);
      }
    }
    int mlp = config.count("intermediate_size");
    plan.norm(layer + "layer_norm", width);
    plan.linear(layer + "feed_forward.intermediate_dense", mlp, width);
    plan.linear(layer + "feed_forward.output_dense", width, mlp);
    plan.norm(layer + "final_layer_norm", width);
  }
}
