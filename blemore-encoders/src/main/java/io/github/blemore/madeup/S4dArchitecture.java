package io.github.blemore.madeup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.checkpoint.Config;
import java.util.List;
import java.util.Optional;

/**
 * The vision transformer of S4D, with experts or without, under the names its own code gives. It
 * comes from no Hugging Face class, so it has no {@code preprocessor_config.json}, and its {@code
 * config.json} holds the arguments of the original constructor.
 *
 * @param experts whether the later half of the blocks has them
 */
record S4dArchitecture(boolean experts) implements Architecture {

  /** An expert is this many times narrower than the model; fixed in the original. */
  private static final int EXPERT_REDUCTION = 4;

  @Override
  public void config(MadeUpSize size, ObjectNode json) {
    json.put("name", size == MadeUpSize.BASE ? "vitmoe_base_patch16_160" : "vitmoe_tiny");
    if (experts) {
      ObjectNode moe = json.putObject("moe").put("type", "moe_adapters");
      ArrayNode layers = moe.putArray("layers");
      int depth = depth(size);
      for (int i = depth / 2; i < depth; i++) {
        layers.add(i);
      }
      moe.put("num_experts", size.pick(4, 8)).put("top_k", 2).put("capacity_factor", 1.0);
    } else {
      json.putNull("moe");
    }
    json.put("img_size", size.side(160)).put("patch_size", 16).put("in_chans", 3);
    json.put("all_frames", size.frames(16)).put("tubelet_size", 2);
    json.put("embed_dim", size.pick(64, 768)).put("depth", depth(size));
    json.put("num_heads", size.pick(4, 12)).put("mlp_ratio", 4.0).put("qkv_bias", true);
    json.putArray("multi_head").add(7).add(7);
    json.put("num_classes", 7).put("use_mean_pooling", true);
    json.put("init_values", 0.0).put("layer_norm_eps", 1e-6);
  }

  private static int depth(MadeUpSize size) {
    return size.pick(2, 12);
  }

  @Override
  public Optional<ObjectNode> processor(ObjectNode config) {
    return Optional.empty();
  }

  @Override
  public void tensors(Config config, TensorPlan plan) {
    int width = config.count("embed_dim");
    int mlp = (int) (width * config.number("mlp_ratio"));
    int patch = config.count("patch_size");
    plan.kernel(
        "patch_embed.proj.weight",
        1,
        width,
        config.count("in_chans"),
        config.count("tubelet_size"),
        patch,
        patch);
    plan.added("patch_embed.proj.bias", width);
    Optional<Config> moe = config.section("moe");
    List<Integer> withExperts = moe.map(section -> section.counts("layers")).orElse(List.of());
    for (int i = 0; i < config.count("depth"); i++) {
      String block = "blocks.%d.".formatted(i);
      plan.norm(block + "norm1", width);
      plan.matrix(block + "attn.qkv.weight", 3 * width, width);
      plan.added(block + "attn.q_bias", width);
      plan.added(block + "attn.v_bias", width);
      plan.linear(block + "attn.proj", width, width);
      plan.norm(block + "norm2", width);
      plan.linear(block + "mlp.fc1", mlp, width);
      plan.linear(block + "mlp.fc2", width, mlp);
      if (withExperts.contains(i)) {
        addExperts(plan, block + "moe_layer.", width, moe.orElseThrow().count("num_experts"));
      }
    }
    plan.norm("fc_norm", width);
    List<Integer> classes = config.counts("multi_head");
    plan.linear("head.image", classes.get(0), width);
    plan.linear("head.video", classes.get(1), width);
  }

  private static void addExperts(TensorPlan plan, String layer, int width, int count) {
    plan.linear(layer + "router.topkroute_linear", count, width);
    plan.linear(layer + "router.noise_linear", count, width);
    for (int e = 0; e < count; e++) {
      String expert = layer + "experts.%d.".formatted(e);
      plan.linear(expert + "fc1", width / EXPERT_REDUCTION, width);
      plan.linear(expert + "fc2", width, width / EXPERT_REDUCTION);
    }
  }
}
