package io.github.blemore.bench;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The same training as DJL offers it: its own layers and Adam, gradients by PyTorch's autograd, one
 * call for each operation, as in a Python program.
 */
final class EagerTraining implements AutoCloseable {

  private static final int BATCH = 32;

  private final Model model;
  private final Trainer trainer;
  private final NDArray features;
  private final NDArray labels;
  private final int[] order;

  EagerTraining(float[][] rows, float[][] softLabels, int hidden) {
    model = Model.newInstance("eager", ai.djl.Device.cpu(), "PyTorch");
    SequentialBlock block = new SequentialBlock();
    if (hidden > 0) {
      block.add(Linear.builder().setUnits(hidden).build()).add(Activation.reluBlock());
    }
    model.setBlock(block.add(Linear.builder().setUnits(6).build()));
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.l2Loss())
                .optDevices(new ai.djl.Device[] {ai.djl.Device.cpu()})
                .optOptimizer(
                    Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(5e-6f))
                        .optWeightDecays(1e-3f)
                        .build()));
    trainer.initialize(new Shape(BATCH, rows[0].length));
    NDManager manager = trainer.getManager();
    features = manager.create(rows);
    labels = manager.create(softLabels);
    order = shuffled(rows.length);
  }

  private static int[] shuffled(int count) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(numbers, new Random(1));
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The mean loss of the batches. */
  float epoch() {
    float sum = 0;
    int batches = 0;
    for (int first = 0; first < order.length; first += BATCH) {
      sum += step(Arrays.copyOfRange(order, first, Math.min(first + BATCH, order.length)));
      batches++;
    }
    return sum / batches;
  }

  private float step(int[] rows) {
    float loss;
    try (NDManager step = trainer.getManager().newSubManager()) {
      NDArray index = step.create(rows);
      NDArray x = features.get(step, new NDIndex("{}", index));
      NDArray t = labels.get(step, new NDIndex("{}", index));
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray p = trainer.forward(new NDList(x)).singletonOrThrow().softmax(-1);
        NDArray log = p.maximum(1e-8f).log();
        NDArray entropy = t.maximum(Float.MIN_NORMAL).log().mul(t);
        NDArray divergence = entropy.sub(t.mul(log)).sum().div(rows.length);
        collector.backward(divergence);
        loss = divergence.getFloat();
      }
      trainer.step();
    }
    return loss;
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
