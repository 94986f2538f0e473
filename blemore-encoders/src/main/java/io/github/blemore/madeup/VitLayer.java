package io.github.blemore.madeup;

/** What the layers of ViT, VideoMAE and TimeSformer have alike, under Hugging Face's names. */
final class VitLayer {

  private VitLayer() {}

  /** The tensors of a layer without those that make queries, keys and values. */
  static void addAround(TensorPlan plan, String layer, int width, int mlp) {
    plan.norm(layer + "layernorm_before", width);
    plan.linear(layer + "attention.output.dense", width, width);
    plan.norm(layer + "layernorm_after", width);
    plan.linear(layer + "intermediate.dense", mlp, width);
    plan.linear(layer + "output.dense", width, mlp);
  }
}
