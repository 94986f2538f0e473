package io.github.blemore.vision;

import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Activation;
import io.github.blemore.network.PatchGrid;

/**
 * The sizes of CLIP's picture side. A config of type {@code clip_vision_model} is all about it and
 * says every size; one of type {@code clip} has a section {@code vision_config}, in which Hugging
 * Face's tools leave out what is usual (that of ViT-B/32).
 *
 * @param vision where the sizes stand
 * @param model the whole config
 * @param isSection whether {@code vision} is a section of it
 */
record ClipVisionConfig(Config vision, Config model, boolean isSection) {

  static ClipVisionConfig of(Config model) {
    boolean isSection = model.text("model_type").equals("clip");
    Config vision =
        isSection
            ? model
                .section("vision_config")
                .orElseThrow(
                    () ->
                        new ModelException(
                            "%s has no \"vision_config\": it is needed".formatted(model)))
            : model;
    return new ClipVisionConfig(vision, model, isSection);
  }

  private int count(String name, int usual) {
    return isSection ? vision.count(name, usual) : vision.count(name);
  }

  PatchGrid grid() {
    return PatchGrid.of(vision, count("image_size", 224), count("patch_size", 32));
  }

  /** Values in each token. */
  int width() {
    return count("hidden_size", 768);
  }

  /** Values between the two layers of the MLP. */
  int inner() {
    return count("intermediate_size", 3072);
  }

  int layers() {
    return count("num_hidden_layers", 12);
  }

  int heads() {
    int heads = count("num_attention_heads", 12);
    if (width() % heads != 0) {
      throw vision.wrong("num_attention_heads", heads, "a divisor of the width " + width());
    }
    return heads;
  }

  double eps() {
    return vision.number("layer_norm_eps", 1e-5);
  }

  Activation activation() {
    return vision.has("hidden_act") ? Activation.of(vision, "hidden_act") : Activation.QUICK_GELU;
  }

  /** Values of {@code image_embeds}. */
  int projection() {
    return model.count("projection_dim", count("projection_dim", 512));
  }
}
