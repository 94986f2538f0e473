package io.github.blemore.gate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Emotion;
import io.github.blemore.InferenceException;
import io.github.blemore.head.Standardizer;
import io.github.blemore.torch.TorchDevice;
import io.github.blemore.torch.TorchScript;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The native side of one training: features, labels, weights and what AdamW remembers of them. An
 * epoch is one call. For one thread; several runs may go on at a time, each with its own.
 *
 * <p>The gradient is written out: DJL records gradients in one place for the whole process, and
 * those TorchScript takes itself ({@code torch.grad} of PyTorch 2.7.1) were right in the first call
 * of this network's epoch and wrong in the later ones.
 */
final class GateRun implements AutoCloseable {

  /**
   * The functions. {@code weights} are those of {@link GateShape#parts}; {@code x} has a matrix
   * {@code [clips, inputs]} of each encoder, {@code present} is {@code [encoders, clips]}. Of an
   * encoder that is not to be had the score is -1e30: its weight is exactly zero.
   */
  private static final String FUNCTIONS =
      """
      def normalized(self, x: List[Tensor], weights: List[Tensor]) -> List[Tensor]:
        projected = annotate(List[Tensor], [])
        for features, projection in zip(x, weights):
          projected.append(torch.mm(features, projection.t()))
        y = torch.stack(projected) + weights[len(x)].unsqueeze(1)
        centered = y - y.mean([2], True)
        rate = torch.rsqrt((centered * centered).mean([2], True) + 1e-5)
        return [centered * rate, rate]

      def forward(self, normal: Tensor, present: Tensor, w: List[Tensor], best: int) -> List[Tensor]:
        z = torch.relu(normal * w[1].unsqueeze(1) + w[2].unsqueeze(1))
        inner = torch.tanh(torch.matmul(z, w[3].t()) + w[4])
        scores = torch.masked_fill(torch.matmul(inner, w[5]), present == 0, -1e30)
        chosen = torch.topk(scores, min(best, scores.size(0)), 0)[1]
        kept = torch.scatter(torch.zeros_like(scores), 0, chosen, 1.)
        gate = torch.softmax(torch.masked_fill(scores, kept == 0, -1e30), 0)
        fused = (gate.unsqueeze(2) * z).sum([0])
        presence = torch.addmm(w[7], fused, w[6].t())
        salience = torch.addmm(w[9], fused, w[8].t())
        return [presence, salience, gate, fused, z, inner]

      def slopes(self, x: List[Tensor], normal: Tensor, rate: Tensor, outputs: List[Tensor], labels: Tensor, w: List[Tensor]) -> List[Tensor]:
        presence, salience, gate, fused, z, inner = outputs
        p = torch.softmax(salience, 1)
        seen = labels * (p >= 1e-8)
        d_presence = (torch.sigmoid(presence) - torch.sign(labels)) / labels.size(0)
        d_salience = (p * seen.sum([1], True) - seen) / labels.size(0)
        d_fused = torch.mm(d_presence, w[6]) + torch.mm(d_salience, w[8])
        d_gate = (z * d_fused).sum([2])
        d_scores = (gate * (d_gate - (gate * d_gate).sum([0], True))).unsqueeze(2)
        d_inner = d_scores * w[5] * (1 - inner * inner)
        d_z = (gate.unsqueeze(2) * d_fused + torch.matmul(d_inner, w[3])) * (z > 0)
        d_normal = d_z * w[1].unsqueeze(1)
        shared = (d_normal * normal).mean([2], True)
        d_y = (d_normal - d_normal.mean([2], True) - normal * shared) * rate
        made = annotate(List[Tensor], [])
        for features, slope in zip(x, d_y.unbind(0)):
          made.append(torch.mm(slope.t(), features))
        made.extend([d_y.sum([1]), (d_z * normal).sum([1]), d_z.sum([1])])
        made.append(torch.mm(d_inner.flatten(0, 1).t(), z.flatten(0, 1)))
        made.extend([d_inner.sum([0, 1]), (d_scores * inner).sum([0, 1])])
        for slope in [d_presence, d_salience]:
          made.extend([torch.mm(slope.t(), fused), slope.sum([0])])
        return made

      def losses(self, outputs: List[Tensor], labels: Tensor) -> Tensor:
        presence = torch.softplus(outputs[0]) - outputs[0] * torch.sign(labels)
        log = torch.log(torch.clamp_min(torch.softmax(outputs[1], 1), 1e-8))
        salience = torch.xlogy(labels, labels) - labels * log
        return torch.stack([presence.sum([1]).mean(), salience.sum([1]).mean()])

      def epoch(self, order: Tensor, present: Tensor, x: List[Tensor], labels: Tensor, best: int, batch: int, learning_rate: float, weight_decay: float, weights: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor]) -> Tensor:
        w = weights[len(x):]
        made = annotate(List[Tensor], [])
        for rows in order.split(batch):
          features = [each.index_select(0, rows) for each in x]
          truth = labels.index_select(0, rows)
          normal, rate = self.normalized(features, weights)
          outputs = self.forward(normal, present.index_select(1, rows), w, best)
          made.append(self.losses(outputs, truth))
          slopes = self.slopes(features, normal, rate, outputs, truth, w)
          torch._foreach_add_(steps, 1)
          torch._fused_adamw_(weights, slopes, means, squares, annotate(List[Tensor], []), steps, lr=learning_rate, beta1=0.9, beta2=0.999, weight_decay=weight_decay, eps=1e-8, amsgrad=False, maximize=False)
        return torch.stack(made)

      def predict(self, x: List[Tensor], present: Tensor, best: int, weights: List[Tensor]) -> Tensor:
        normal, rate = self.normalized(x, weights)
        outputs = self.forward(normal, present, weights[len(x):], best)
        return torch.cat([outputs[0], outputs[1], outputs[2].t()], 1)
      """;

  private final NDManager manager;
  private final TorchScript script;
  private final GateSettings settings;
  private final GateShape shape;
  private final Samples samples;
  private final NDArray labels;
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> squares = new ArrayList<>();
  private final List<NDArray> steps = new ArrayList<>();

  /**
   * Clips on the device.
   *
   * @param features a matrix {@code [clips, inputs]} of each encoder, zero where it is missing
   * @param presence {@code [encoders, clips]}
   */
  record Samples(List<NDArray> features, NDArray presence) {}

  /** Puts all there is to learn from on the device. */
  GateRun(
      TorchDevice device,
      GateSettings settings,
      GateWeights initial,
      GateClips clips,
      List<Standardizer> standardizers) {
    this.settings = settings;
    manager = device.newManager();
    try {
      script = TorchScript.compile(device, FUNCTIONS);
      try {
        shape = initial.shape();
        samples = samples(clips, standardizers);
        labels = manager.create(clips.softLabels(), new Shape(clips.size(), Emotion.COUNT));
        for (int i = 0; i < initial.tensors().size(); i++) {
          long[] lengths = shape.parts().get(i).lengths();
          weights.add(manager.create(initial.tensors().get(i), new Shape(lengths)));
          means.add(weights.get(i).zerosLike());
          squares.add(weights.get(i).zerosLike());
          steps.add(manager.create(0f));
        }
      } catch (RuntimeException | Error e) {
        script.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /** Puts clips on the device, owned by this run. */
  Samples samples(GateClips clips, List<Standardizer> standardizers) {
    List<NDArray> features = new ArrayList<>();
    for (int e = 0; e < clips.encoders(); e++) {
      features.add(matrix(clips, e, standardizers.get(e)));
    }
    return new Samples(features, presence(manager, clips.presence(), clips.size()));
  }

  private static NDArray presence(NDManager owner, float[] presence, int clips) {
    return owner.create(presence, new Shape(presence.length / clips, clips));
  }

  private NDArray matrix(GateClips clips, int encoder, Standardizer standardizer) {
    int columns = standardizer.dimension();
    long size = (long) Float.BYTES * clips.size() * columns;
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d clips of %d features take %d bytes: at most 2 GiB of an encoder can be trained on"
              .formatted(clips.size(), columns, size));
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) size).order(ByteOrder.nativeOrder());
    for (int clip = 0; clip < clips.size(); clip++) {
      float[] features = clips.features(encoder, clip, standardizer);
      if (features != null) {
        bytes.position(Float.BYTES * clip * columns).asFloatBuffer().put(features);
      }
    }
    return manager.create(bytes.rewind(), new Shape(clips.size(), columns), DataType.FLOAT32);
  }

  /**
   * Goes once over the clips and takes a step of AdamW after each batch.
   *
   * @param order of the clips
   * @param presence which encoders to take of each clip, {@code [encoders * clips]}
   * @return of each batch, before its step, the losses of the presence and the salience head
   */
  float[] epoch(long[] order, float[] presence) {
    try (NDManager call = manager.newSubManager()) {
      return script
          .call(
              call,
              "epoch",
              call.create(order),
              presence(call, presence, order.length),
              samples.features(),
              labels,
              settings.best(),
              settings.batchSize(),
              settings.learningRate(),
              settings.weightDecay(),
              weights,
              means,
              squares,
              steps)
          .toFloatArray();
    }
  }

  /** What the network makes of each of these clips. */
  List<GateNetwork.Output> predict(Samples clips) {
    try (NDManager call = manager.newSubManager()) {
      float[] values =
          script
              .call(call, "predict", clips.features(), clips.presence(), settings.best(), weights)
              .toFloatArray();
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw new InferenceException(
              "a validation logit is %s: take a smaller learning rate".formatted(values[i]));
        }
        wide[i] = values[i];
      }
      return outputs(wide);
    }
  }

  private List<GateNetwork.Output> outputs(double[] values) {
    int columns = 2 * Emotion.COUNT + shape.encoders();
    List<GateNetwork.Output> outputs = new ArrayList<>();
    for (int at = 0; at < values.length; at += columns) {
      int salience = at + Emotion.COUNT;
      int gate = salience + Emotion.COUNT;
      outputs.add(
          new GateNetwork.Output(
              Arrays.copyOfRange(values, gate, at + columns),
              Arrays.copyOfRange(values, at, salience),
              Arrays.copyOfRange(values, salience, gate)));
    }
    return outputs;
  }

  /** The weights as they are now. */
  GateWeights weights() {
    return copied(weights);
  }

  /** AdamW's running means of the gradient: after one step, a tenth of it. */
  GateWeights means() {
    return copied(means);
  }

  private GateWeights copied(List<NDArray> arrays) {
    return new GateWeights(shape, arrays.stream().map(NDArray::toFloatArray).toList());
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
