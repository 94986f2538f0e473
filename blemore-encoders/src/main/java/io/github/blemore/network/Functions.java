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
      def channel_norm(self, x: Tensor, weight: Tensor, bias: Tensor, eps: Tensor) -> Tensor:
        return torch.group_norm(x, torch.size(x, 1), weight, bias, float(eps), False)
      def toeplitz(self, x: Tensor) -> Tensor:
        n = torch.floordiv(torch.add(torch.size(x, 1), 1), 2)
        return torch.flip(torch.unfold(x, 1, n, 1), [1])
      def to_float32(self, x: Tensor) -> Tensor:
        return torch.to(x, 6)
      def to_bf16(self, x: Tensor) -> Tensor:
        return torch.to(x, 15)
      def at_least(self, x: Tensor, least: Tensor) -> Tensor:
        return torch.clamp_min(x, float(least))
      def first_chosen(self, chosen: Tensor, most: Tensor) -> Tensor:
        kept = torch.logical_and(chosen, torch.le(torch.cumsum(chosen, 1), most))
        return torch.squeeze(torch.nonzero(torch.reshape(kept, [-1])), 1)
      def rows(self, x: Tensor, indices: Tensor) -> Tensor:
        return torch.index_select(x, 0, indices)
      def sum_rows(self, like: Tensor, indices: Tensor, values: Tensor) -> Tensor:
        return torch.index_add(torch.zeros_like(like), 0, indices, values)
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

  /**
   * Normalizes each channel over time.
   *
   * @param x float32 {@code [batch, channels, frames]}
   * @param weight float32 {@code [channels]}
   * @param bias float32 {@code [channels]}
   * @param eps added to the population variance
   */
  public NDArray channelNorm(NDArray x, NDArray weight, NDArray bias, double eps) {
    try (NDArray added = x.getManager().create(eps)) {
      return script.differentiable("channel_norm", new NDList(x, weight, bias, added));
    }
  }

  /**
   * Matrices that are constant along their diagonals.
   *
   * @param x {@code [rows, 2 n - 1]}
   * @return {@code [rows, n, n]}; of row r, element (i, j) is {@code x[r, n - 1 + j - i]}
   */
  public NDArray toeplitz(NDArray x) {
    return script.differentiable("toeplitz", new NDList(x));
  }

  /** As float32; itself if it is. DJL's own conversion from bf16 ends the process. */
  public NDArray toFloat32(NDArray x) {
    return script.differentiable("to_float32", new NDList(x));
  }

  /** As bf16; itself if it is. DJL can compute with the result, but not read it. */
  public NDArray toBf16(NDArray x) {
    return script.differentiable("to_bf16", new NDList(x));
  }

  /** The elements, those below a number raised to it; these pass no gradient. */
  public NDArray atLeast(NDArray x, float least) {
    try (NDArray number = x.getManager().create(least)) {
      return script.differentiable("at_least", new NDList(x, number));
    }
  }

  /**
   * Where the first ones in each row are.
   *
   * @param chosen float32 {@code [rows, columns]} of 0 and 1
   * @param most how many of each row, at most
   * @return int64 {@code [found]}, ascending indices into the flat array
   */
  public NDArray firstChosen(NDArray chosen, long most) {
    try (NDArray limit = chosen.getManager().create(most)) {
      return script.differentiable("first_chosen", new NDList(chosen, limit));
    }
  }

  /**
   * Some rows of a matrix.
   *
   * @param x {@code [rows, width]}
   * @param indices int64 {@code [n]}
   * @return {@code [n, width]}
   */
  public NDArray rows(NDArray x, NDArray indices) {
    return script.differentiable("rows", new NDList(x, indices));
  }

  /**
   * A matrix of zeros to which rows are added: the reverse of {@link #rows}.
   *
   * @param like of the shape and type of the result, {@code [rows, width]}
   * @param indices int64 {@code [n]}: to which row each is added
   * @param values {@code [n, width]}
   */
  public NDArray sumRows(NDArray like, NDArray indices, NDArray values) {
    return script.differentiable("sum_rows", new NDList(like, indices, values));
  }

  @Override
  public void close() {
    script.close();
  }
}
