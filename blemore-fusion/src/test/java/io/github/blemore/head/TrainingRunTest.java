package io.github.blemore.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Device;
import io.github.blemore.Emotion;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrainingRunTest {

  private static final Path KL_LOSS = Path.of("src/test/resources/fixtures/finetune/kl_loss");
  private static final TorchDevice CPU = TorchDevice.of(Device.cpu());

  private static HeadSettings settings(int hidden, int batchSize) {
    return new HeadSettings(hidden, 1e-3, 1, 0, batchSize, false, 0);
  }

  private static Samples samples(List<float[]> features, List<float[]> softLabels) {
    return new Samples(features, softLabels, List.of(), List.<Blend>of());
  }

  private static List<float[]> rows(float[] values, int columns) {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += columns) {
      rows.add(Arrays.copyOfRange(values, from, from + columns));
    }
    return rows;
  }

  /**
   * Samples that are the rows of the identity: the logits are the columns of the weights, and the
   * gradient of the weights is that of the logits.
   */
  @Test
  void theGradientIsThatOfTheLossInJava() throws IOException {
    float[] logits = NpyArray.read(KL_LOSS.resolve("logits.npy")).toFloats();
    float[] labels = NpyArray.read(KL_LOSS.resolve("soft_labels.npy")).toFloats();
    int count = logits.length / Emotion.COUNT;
    HeadShape shape = new HeadShape(count, 0);
    float[] weights = new float[shape.size()];
    List<float[]> identity = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      identity.add(new float[count]);
      identity.get(row)[row] = 1;
      for (int i = 0; i < Emotion.COUNT; i++) {
        weights[i * count + row] = logits[row * Emotion.COUNT + i];
      }
    }
    float[] expected = SoftLabelKl.gradient(logits, labels);

    try (TrainingRun run =
        new TrainingRun(
            CPU, new HeadWeights(shape, weights), samples(identity, rows(labels, Emotion.COUNT)))) {
      float[] losses = run.epoch(LongStream.range(0, count).toArray(), settings(0, count));
      float[] gradient = run.gradient().values();

      assertThat(losses).hasSize(1);
      assertThat(losses[0]).isCloseTo(SoftLabelKl.loss(logits, labels), within(1e-5f));
      for (int row = 0; row < count; row++) {
        for (int i = 0; i < Emotion.COUNT; i++) {
          assertThat(gradient[i * count + row])
              .isCloseTo(expected[row * Emotion.COUNT + i], within(1e-6f));
        }
      }
    }
  }

  /** Central differences of the loss in float64, through both layers. */
  @Test
  void theGradientOfEveryLayerIsTheSlopeOfTheLoss() {
    Random random = new Random(5);
    HeadShape shape = new HeadShape(4, 3);
    HeadWeights weights = new HeadWeights(shape, noise(random, shape.size()));
    List<float[]> features = rows(noise(random, 5 * 4), 4);
    List<float[]> labels = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      float[] label = new float[Emotion.COUNT];
      label[i] = 0.7f;
      label[i + 1] = 0.3f;
      labels.add(label);
    }
    float[] gradient;
    try (TrainingRun run = new TrainingRun(CPU, weights, samples(features, labels))) {
      run.epoch(LongStream.range(0, 5).toArray(), settings(3, 5));
      gradient = run.gradient().values();
    }

    for (int i = 0; i < shape.size(); i++) {
      double step = 1e-3;
      double above = loss(shape, weights.values(), i, step, features, labels);
      double below = loss(shape, weights.values(), i, -step, features, labels);
      assertThat((double) gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-4));
    }
  }

  private static float[] noise(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double loss(
      HeadShape shape,
      float[] weights,
      int changed,
      double by,
      List<float[]> features,
      List<float[]> labels) {
    double[] w = new double[weights.length];
    Arrays.setAll(w, i -> weights[i] + (i == changed ? by : 0));
    double[] logits = new double[features.size() * Emotion.COUNT];
    double[] wanted = new double[logits.length];
    for (int row = 0; row < features.size(); row++) {
      double[] inputs = new double[shape.dimension()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = features.get(row)[i];
      }
      double[] hidden = layer(w, 0, inputs, shape.hidden());
      Arrays.setAll(hidden, i -> Math.max(0, hidden[i]));
      int second = shape.hidden() * (shape.dimension() + 1);
      System.arraycopy(
          layer(w, second, hidden, Emotion.COUNT), 0, logits, row * Emotion.COUNT, Emotion.COUNT);
      for (int i = 0; i < Emotion.COUNT; i++) {
        wanted[row * Emotion.COUNT + i] = labels.get(row)[i];
      }
    }
    return SoftLabelKl.loss(logits, wanted);
  }

  private static double[] layer(double[] w, int from, double[] inputs, int outputs) {
    double[] sums = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      sums[o] = w[from + outputs * inputs.length + o];
      for (int i = 0; i < inputs.length; i++) {
        sums[o] += w[from + o * inputs.length + i] * inputs[i];
      }
    }
    return sums;
  }
}
