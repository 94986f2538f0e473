package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention of "Attention Is All You Need" (arXiv:1706.03762), section 3.2.2.
 *
 * @param projections of the input to queries, keys and values
 * @param out of all heads together
 * @param heads how many; a divisor of the width
 * @param functions where the product is computed
 */
public record Attention(Projections projections, Linear out, int heads, Functions functions) {

  /** How queries, keys and values are made. */
  public sealed interface Projections {
    /** Three arrays {@code [batch, tokens, width]}. */
    NDList apply(NDArray x);
  }

  /** Three layers. */
  public record Separate(Linear query, Linear key, Linear value) implements Projections {
    @Override
    public NDList apply(NDArray x) {
      NDArray once = query.casts().input().apply(x);
      return new NDList(query.apply(once), key.apply(once), value.apply(once));
    }
  }

  /** One layer whose outputs are queries, keys, values, in this order. */
  public record Fused(Linear all) implements Projections {
    @Override
    public NDList apply(NDArray x) {
      return all.apply(x).split(3, 2);
    }
  }

  /**
   * One layer whose outputs are queries, keys, values, in this order, with biases of queries and
   * values alone.
   *
   * @param weight {@code [3 width, width]}
   * @param queryBias {@code [width]}
   * @param noKeyBias {@code [width]} of zeros
   * @param valueBias {@code [width]}
   * @param casts in which numbers
   */
  public record FusedWithoutKeyBias(
      NDArray weight, NDArray queryBias, NDArray noKeyBias, NDArray valueBias, Casts casts)
      implements Projections {

    /** {@code name.qkv.weight}, {@code name.q_bias} and {@code name.v_bias}. */
    public static FusedWithoutKeyBias of(Weights weights, String name, long width) {
      return new FusedWithoutKeyBias(
          weights.matrix(name + ".qkv.weight", 3 * width, width),
          weights.matrix(name + ".q_bias", width),
          weights.asMatrix(weights.manager().zeros(new Shape(width))),
          weights.matrix(name + ".v_bias", width),
          weights.casts());
    }

    @Override
    public NDList apply(NDArray x) {
      NDArray bias = NDArrays.concat(new NDList(queryBias, noKeyBias, valueBias));
      return new Linear(weight, bias, casts).apply(x).split(3, 2);
    }
  }

  /**
   * Every token looks at every token.
   *
   * @param x {@code [batch, tokens, width]}
   * @return {@code [batch, tokens, width]}
   */
  public NDArray apply(NDArray x) {
    return apply(x, null);
  }

  /**
   * The same with a mask.
   *
   * @param mask as in {@link Functions#attention(NDArray, NDArray, NDArray, NDArray)}
   */
  public NDArray apply(NDArray x, @Nullable NDArray mask) {
    return Scopes.scoped(
        () -> {
          NDList projected = projections.apply(x);
          NDArray q = perHead(projected.get(0));
          NDArray k = perHead(projected.get(1));
          NDArray v = perHead(projected.get(2));
          NDArray seen =
              mask == null ? functions.attention(q, k, v) : functions.attention(q, k, v, mask);
          return out.apply(seen.transpose(0, 2, 1, 3).reshape(x.getShape()));
        });
  }

  private NDArray perHead(NDArray x) {
    long batch = x.getShape().get(0);
    long tokens = x.getShape().get(1);
    return x.reshape(batch, tokens, heads, x.getShape().get(2) / heads).transpose(0, 2, 1, 3);
  }
}
