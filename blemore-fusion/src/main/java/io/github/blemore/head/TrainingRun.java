package io.github.blemore.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.InferenceException;
import io.github.blemore.torch.TorchDevice;
import io.github.blemore.torch.TorchScript;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The native side of one training: features, labels, weights and what Adam remembers of them. An
 * epoch is one call. For one thread; several runs may go on at a time, each with its own.
 *
 * <p>The gradient is written out, because DJL records gradients in one place for the whole process.
 * Samples are columns: {@code weights x samples} is faster than {@code samples x weights} by a
 * third where there are few samples. All weights are in one array, so that Adam, which has to read
 * and write more than all the rest, goes through the memory once.
 */
final class TrainingRun implements AutoCloseable {

  static final String FUNCTIONS =
      """
      def layers(self, values: Tensor, inputs: int, hidden: int) -> List[Tensor]:
        made = annotate(List[Tensor], [])
        below = inputs
        rest = values
        for outputs in [hidden, 6]:
          if outputs > 0:
            made.append(rest[:outputs * below].reshape([outputs, below]))
            made.append(rest[outputs * below:outputs * below + outputs].reshape([outputs, 1]))
            rest = rest[outputs * below + outputs:]
            below = outputs
        return made

      def last_inputs(self, samples: Tensor, layers: List[Tensor]) -> Tensor:
        if len(layers) == 2:
          return samples
        return torch.relu(torch.addmm(layers[1], layers[0], samples))

      def logits(self, weights: Tensor, features: Tensor, hidden: int) -> Tensor:
        layers = self.layers(weights, features.size(1), hidden)
        return torch.addmm(layers[-1], layers[-2], self.last_inputs(features.t(), layers)).t()

      def gradient(self, samples: Tensor, labels: Tensor, layers: List[Tensor], slopes: List[Tensor]) -> Tensor:
        inputs = self.last_inputs(samples, layers)
        p = torch.softmax(torch.addmm(layers[-1], layers[-2], inputs), 0)
        seen = labels * (p >= 1e-8)
        slope = (p * seen.sum([0], True) - seen) / samples.size(1)
        torch.mm(slope, inputs.t(), out=slopes[-2])
        torch.sum(slope, [1], True, out=slopes[-1])
        if len(layers) > 2:
          below = torch.threshold_backward(torch.mm(layers[2].t(), slope), inputs, 0)
          torch.mm(below, samples.t(), out=slopes[0])
          torch.sum(below, [1], True, out=slopes[1])
        return p

      def losses(self, p: Tensor, labels: Tensor, batch: int) -> Tensor:
        log = torch.log(torch.clamp_min(p, 1e-8))
        divergence = (torch.xlogy(labels, labels) - labels * log).sum([0])
        return torch.stack([part.mean() for part in divergence.split(batch)])

      def epoch(self, features: Tensor, labels: Tensor, order: Tensor, batch: int, hidden: int, learning_rate: float, weight_decay: float, weights: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor]) -> Tensor:
        layers = self.layers(weights[0], features.size(1), hidden)
        slopes = self.layers(gradients[0], features.size(1), hidden)
        shown = labels.index_select(1, order)
        predicted = annotate(List[Tensor], [])
        for rows, truth in zip(order.split(batch), shown.split(batch, 1)):
          samples = features.index_select(0, rows).t()
          predicted.append(self.gradient(samples, truth, layers, slopes))
          steps[0].add_(1)
          torch._fused_adam_(weights, gradients, means, squares, annotate(List[Tensor], []), steps, lr=learning_rate, beta1=0.9, beta2=0.999, weight_decay=weight_decay, eps=1e-8, amsgrad=False, maximize=False)
        return self.losses(torch.cat(predicted, 1), shown, batch)

      def copy(self, source: Tensor, target: Tensor) -> Tensor:
        return target.copy_(source)
      """;

  private final NDManager manager;
  private final TorchScript script;
  private final HeadShape shape;
  private final NDArray features;
  private final NDArray labels;
  private final List<NDArray> weights;
  private final List<NDArray> gradients;
  private final List<NDArray> means;
  private final List<NDArray> squares;
  private final List<NDArray> steps;

  private final List<NDArray> kept = new ArrayList<>();

  /** Puts all there is to learn from on the device. */
  TrainingRun(TorchDevice device, HeadWeights initial, Samples samples) {
    manager = device.newManager();
    try {
      script = TorchScript.compile(device, FUNCTIONS);
      try {
        shape = initial.shape();
        features = matrix(samples.features());
        try (NDArray rows = matrix(samples.softLabels());
            NDArray columns = rows.transpose()) {
          labels = columns.flatten().reshape(columns.getShape());
        }
        weights = List.of(manager.create(initial.values()));
        gradients = List.of(weights.get(0).zerosLike());
        means = List.of(weights.get(0).zerosLike());
        squares = List.of(weights.get(0).zerosLike());
        steps = List.of(manager.create(0f));
      } catch (RuntimeException | Error e) {
        script.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /** A matrix on the device, owned by this run. */
  NDArray matrix(List<float[]> rows) {
    int columns = rows.get(0).length;
    long size = (long) Float.BYTES * rows.size() * columns;
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d windows of %d features take %d bytes: at most 2 GiB can be trained on"
              .formatted(rows.size(), columns, size));
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) size).order(ByteOrder.nativeOrder());
    for (float[] row : rows) {
      bytes.asFloatBuffer().put(row);
      bytes.position(bytes.position() + Float.BYTES * columns);
    }
    return manager.create(bytes.flip(), new Shape(rows.size(), columns), DataType.FLOAT32);
  }

  /**
   * Goes once over the windows and takes a step of Adam after each batch.
   *
   * @param order of the windows
   * @return the loss of each batch, before its step
   */
  float[] epoch(long[] order, HeadSettings settings) {
    try (NDManager call = manager.newSubManager()) {
      return script
          .call(
              call,
              "epoch",
              features,
              labels,
              call.create(order),
              settings.batchSize(),
              shape.hidden(),
              settings.learningRate(),
              settings.weightDecay(),
              weights,
              gradients,
              means,
              squares,
              steps)
          .toFloatArray();
    }
  }

  /** The logits of each row of a matrix of this run, {@code [rows * 6]}. */
  float[] logits(NDArray rows) {
    try (NDManager call = manager.newSubManager()) {
      return script.call(call, "logits", weights.get(0), rows, shape.hidden()).toFloatArray();
    }
  }

  /** A place to keep weights in; those at the start are in it. */
  int newSlot() {
    kept.add(weights.get(0).duplicate());
    return kept.size() - 1;
  }

  /** Keeps the weights as they are now. */
  void keep(int slot) {
    script.call(manager, "copy", weights.get(0), kept.get(slot)).close();
  }

  /** The weights as they were when last kept in a slot. */
  HeadWeights kept(int slot) {
    float[] values = kept.get(slot).toFloatArray();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InferenceException(
            "a weight is %s after training: take a smaller learning rate".formatted(value));
      }
    }
    return new HeadWeights(shape, values);
  }

  /** The gradient of the last batch, where the weights are. */
  HeadWeights gradient() {
    return new HeadWeights(shape, gradients.get(0).toFloatArray());
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
