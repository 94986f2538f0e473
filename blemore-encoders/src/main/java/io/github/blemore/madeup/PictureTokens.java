package io.github.blemore.madeup;

import io.github.blemore.checkpoint.Config;

/**
 * Patches of square pictures.
 *
 * @param patch pixels along an edge of a patch
 * @param count patches of a picture
 */
record PictureTokens(int channels, int patch, int count) {

  static PictureTokens of(Config config) {
    int patch = config.count("patch_size");
    int along = config.count("image_size") / patch;
    return new PictureTokens(config.count("num_channels", 3), patch, along * along);
  }

  /** Adds the embedding of ViT and TimeSformer: a class token, then the patches. */
  void add(TensorPlan plan, int width) {
    plan.added("embeddings.cls_token", 1, 1, width);
    plan.added("embeddings.position_embeddings", 1, count + 1, width);
    plan.kernel("embeddings.patch_embeddings.projection.weight", 1, width, channels, patch, patch);
    plan.added("embeddings.patch_embeddings.projection.bias", width);
  }
}
