package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.github.blemore.ModelException;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.network.Functions;
import io.github.blemore.network.Scopes;
import io.github.blemore.network.Weights;
import io.github.blemore.torch.Gradients;

/**
 * What WavLM (arXiv:2110.13900, section 3.2) adds to attention scores for how far apart two frames
 * are: one number for each head and bucket of distances. Half of the buckets are for keys after
 * their query. In each half, the first half of the buckets hold one distance each, the others grow
 * with the logarithm of the distance up to a largest one.
 *
 * @param table {@code [buckets, heads]}
 * @param maxDistance from which on all distances share the last bucket
 * @param functions of the device
 */
record RelativePositions(NDArray table, int maxDistance, Functions functions) {

  static RelativePositions of(Weights weights, String name, int heads) {
    Config config = weights.checkpoint().config();
    int buckets = config.count("num_buckets", 320);
    int maxDistance = config.count("max_bucket_distance", 800);
    if (buckets < 4 || maxDistance <= buckets / 4) {
      throw new ModelException(
          "%s: \"num_buckets\" %d and \"max_bucket_distance\" %d do not fit: must be 4 or more, and more than a quarter of them"
              .formatted(config, buckets, maxDistance));
    }
    return new RelativePositions(
        weights.vector(name + ".weight", buckets, heads), maxDistance, weights.functions());
  }

  /**
   * The numbers for all pairs of so many frames.
   *
   * @param owner of what is made
   * @return float32 {@code [heads, queries, keys]}
   */
  NDArray between(NDManager owner, int frames) {
    long[] buckets = new long[2 * frames - 1];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = bucket(i - (frames - 1));
    }
    return Scopes.scoped(
        () -> {
          NDArray byOffset =
              Embedding.embedding(
                      Gradients.inOwnMemory(owner.create(buckets)), table, SparseFormat.DENSE)
                  .singletonOrThrow();
          return functions.toeplitz(byOffset.transpose(1, 0));
        });
  }

  /**
   * The bucket of an offset, in float32 as the original computes it.
   *
   * @param offset of the key from the query, in frames
   */
  int bucket(int offset) {
    int half = (int) table.getShape().get(0) / 2;
    int exact = half / 2;
    int distance = Math.abs(offset);
    int first = offset > 0 ? half : 0;
    if (distance < exact) {
      return first + distance;
    }
    float log = (float) Math.log((float) distance / exact);
    float share = log / (float) Math.log((double) maxDistance / exact);
    return first + Math.min((int) (exact + share * (half - exact)), half - 1);
  }
}
