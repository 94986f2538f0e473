package io.github.blemore.gate;

import io.github.blemore.InferenceException;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.fusion.internal.BatchOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The epochs of one training, of which it keeps the best. For one thread. */
final class GateEpochs {

  private final GateRun run;
  private final Optional<GateValidator> validator;
  private final Consumer<GateEpoch> listener;
  private final List<GateEpoch> reports = new ArrayList<>();
  private @Nullable GateWeights kept;

  GateEpochs(GateRun run, Optional<GateValidator> validator, Consumer<GateEpoch> listener) {
    this.run = run;
    this.validator = validator;
    this.listener = listener;
  }

  void run(BatchOrder order, EncoderDropout dropout, int count) {
    for (int epoch = 1; epoch <= count; epoch++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWorkException(
            "interrupted after epoch %d of %d of a training".formatted(epoch - 1, count));
      }
      reports.add(report(epoch, run.epoch(order.next(), dropout.next())));
      if (validator.isPresent() && best().epoch() == epoch) {
        kept = run.weights();
      }
      listener.accept(reports.get(epoch - 1));
    }
  }

  private GateEpoch report(int epoch, float[] losses) {
    double[] sums = new double[2];
    for (int i = 0; i < losses.length; i++) {
      if (!Float.isFinite(losses[i])) {
        throw new InferenceException(
            "the loss is %s in epoch %d: take a smaller learning rate".formatted(losses[i], epoch));
      }
      sums[i % 2] += losses[i];
    }
    int batches = losses.length / 2;
    return new GateEpoch(
        epoch, sums[0] / batches, sums[1] / batches, validator.map(GateValidator::validate));
  }

  List<GateEpoch> reports() {
    return reports;
  }

  /** The first with the highest score; without scores the last. */
  GateEpoch best() {
    GateEpoch best = reports.get(0);
    for (GateEpoch epoch : reports) {
      if (epoch.validation().isEmpty() || epoch.score() > best.score()) {
        best = epoch;
      }
    }
    return best;
  }

  /**
   * The weights as they were after the best epoch.
   *
   * @throws InferenceException if one is not finite
   */
  GateWeights kept() {
    GateWeights weights = kept == null ? run.weights() : kept;
    for (float[] tensor : weights.tensors()) {
      for (float value : tensor) {
        if (!Float.isFinite(value)) {
          throw new InferenceException(
              "a weight is %s after training: take a smaller learning rate".formatted(value));
        }
      }
    }
    return weights;
  }
}
