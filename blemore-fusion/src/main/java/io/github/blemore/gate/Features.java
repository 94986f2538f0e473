package io.github.blemore.gate;

import io.github.blemore.Embedding;
import io.github.blemore.head.Standardizer;

/** What the network takes of an embedding. */
final class Features {

  private Features() {}

  /**
   * The mean of the standardized windows. As the projection is linear, it is the same as the mean
   * of the projected windows.
   *
   * @param embedding of as many values per window as the standardizer takes
   * @return float32 {@code [dimension]}, all finite
   * @throws IllegalArgumentException if a value is not finite once standardized; the message says
   *     which
   */
  static float[] of(Embedding embedding, Standardizer standardizer) {
    int windows = embedding.windowCount();
    double[] sums = new double[embedding.dimension()];
    for (int w = 0; w < windows; w++) {
      float[] window = standardizer.apply(embedding.window(w));
      for (int i = 0; i < sums.length; i++) {
        sums[i] += window[i];
      }
    }
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i] / windows);
      if (!Float.isFinite(mean[i])) {
        throw new IllegalArgumentException(
            "feature %d of %s is %s once standardized: it is far outside what it is in training"
                .formatted(i, embedding.encoderId(), mean[i]));
      }
    }
    return mean;
  }
}
