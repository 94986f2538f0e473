package io.github.blemore.head;

import ai.djl.ndarray.NDArray;
import io.github.blemore.Emotion;
import io.github.blemore.InferenceException;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import java.util.Arrays;

/** Tries the head of a {@link TrainingRun} on the validation clips, which stay on the device. */
final class Validator {

  private final TrainingRun run;
  private final NDArray features;
  private final Samples samples;
  private final ThresholdSearch search;
  private final int batchSize;

  Validator(TrainingRun run, Samples samples, ThresholdSearch search, int batchSize) {
    this.run = run;
    this.features = run.matrix(samples.features());
    this.samples = samples;
    this.search = search;
    this.batchSize = batchSize;
  }

  EpochReport.Validation validate() {
    float[] logits = run.logits(features);
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new InferenceException(
            "a validation logit is %s: take a smaller learning rate".formatted(logit));
      }
    }
    return new EpochReport.Validation(
        loss(logits), search.search(Probabilities.of(probabilities(logits)), samples.labels()));
  }

  /** The mean over batches of windows, a last smaller one counting the same. */
  private double loss(float[] logits) {
    int windows = samples.features().size();
    double sum = 0;
    int batches = 0;
    for (int first = 0; first < windows; first += batchSize) {
      int last = Math.min(first + batchSize, windows);
      float[] labels = new float[(last - first) * Emotion.COUNT];
      for (int window = first; window < last; window++) {
        System.arraycopy(
            samples.softLabels().get(window),
            0,
            labels,
            (window - first) * Emotion.COUNT,
            Emotion.COUNT);
      }
      sum +=
          SoftLabelKl.loss(
              Arrays.copyOfRange(logits, first * Emotion.COUNT, last * Emotion.COUNT), labels);
      batches++;
    }
    return sum / batches;
  }

  /** Of each clip, {@code [clips, 6]}: the softmax of its windows' mean logits. */
  private float[] probabilities(float[] logits) {
    float[] probabilities = new float[samples.labels().size() * Emotion.COUNT];
    int first = 0;
    for (int clip = 0; clip < samples.labels().size(); clip++) {
      int count = samples.windowCounts().get(clip);
      double[] p = SoftmaxHead.distribution(logits, first, count).toArray();
      for (int i = 0; i < p.length; i++) {
        probabilities[clip * Emotion.COUNT + i] = (float) p[i];
      }
      first += count;
    }
    return probabilities;
  }
}
