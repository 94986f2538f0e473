package io.github.blemore.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.blemore.torch.TorchDevice;
import io.github.blemore.torch.TorchScript;

/**
 * Operations of PyTorch that DJL has no method for. Gradients pass through them.
 *
 * <p>Safe to share between threads.
 */
public final class Functions implements AutoCloseable {

  private static final String SOURCE =
      """
      def attention(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        return torch.scaled_dot_product_attention(q, k, v, None, 0., False)
      def masked_attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
        return torch.scaled_dot_product_attention(q, k, v, mask, 0., False)
      def to_float32(self, x: Tensor) -> Tensor:
        return torch.to(x, 6)
      def to_bf16(self, x: Tensor) -> Tensor:
        return torch.to(x, 15)
      """;

  private final TorchScript script;

  Functions(TorchDevice device) {
    script = TorchScript.compile(device, SOURCE);
  }

  /**
   * {@code softmax(q k^T / sqrt(depth)) v}, without ever holding all scores.
   *
   * @param q {@code [batch, heads, queries, depth]}
   * @param k {@code [batch, heads, keys, depth]}
   * @param v {@code [batch, heads, keys, depth]}
   * @return {@code [batch, heads, queries, depth]}
   */
  public NDArray attention(NDArray q, NDArray k, NDArray v) {
    return script.differentiable("attention", new NDList(q, k, v));
  }

  /**
   * The same with a mask.
   *
   * @param mask broadcast to {@code [batch, heads, queries, keys]}: booleans, false where a query
   *     must not look, or numbers of the type of {@code q} to add to the scores
   */
  public NDArray attention(NDArray q, NDArray k, NDArray v, NDArray mask) {
    return script.differentiable("masked_attention", new NDList(q, k, v, mask));
  }

  /** As float32; itself if it is. DJL's own conversion from bf16 ends the process. */
  public NDArray toFloat32(NDArray x) {
    return script.differentiable("to_float32", new NDList(x));
  }

  /** As bf16; itself if it is. DJL can compute with the result, but not read it. */
  public NDArray toBf16(NDArray x) {
    return script.differentiable("to_bf16", new NDList(x));
  }

  @Override
  public void close() {
    script.close();
  }
}
