package io.github.blemore.head;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** Made-up clips whose features tell their labels, in noise. */
final class MadeUp {

  static final String ENCODER = "made-up";

  private MadeUp() {}

  /** Clips of all 16 classes, each with these many features in as many windows. */
  static TrainingSet clips(long seed, int count, int dimension, int windows) {
    Random random = new Random(seed);
    TrainingSet.Builder set = TrainingSet.builder(ENCODER);
    List<Blend> labels = labels();
    for (int clip = 0; clip < count; clip++) {
      Blend label = labels.get(clip % labels.size());
      float[][] features = new float[windows][];
      for (int w = 0; w < windows; w++) {
        features[w] = features(label, dimension, random);
      }
      set.add("clip-%d-%d".formatted(seed, clip), label, features);
    }
    return set.build();
  }

  private static float[] features(Blend label, int dimension, Random random) {
    float[] features = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      Emotion emotion = Emotion.classOrder().get(i % Emotion.COUNT);
      features[i] = (float) (10 + label.salience(emotion) / 25.0 + random.nextGaussian());
    }
    return features;
  }

  /** A head nobody trained, for made-up features; without a hidden layer if it has no units. */
  static SoftmaxHead head(int dimension, int hidden) {
    HeadShape shape = new HeadShape(dimension, hidden);
    HeadSettings settings = new HeadSettings(hidden, 1e-3, 200, 1e-3, 32, true, 5);
    Thresholds thresholds =
        new Thresholds(new ThresholdRule(0.1, 0.2), new Scores(0.345, 0.17), 0.35, 0.18);
    return new SoftmaxHead(
        ENCODER,
        Standardizer.fit(clips(1, 20, dimension, 1)),
        HeadWeights.random(shape, new SplittableRandom(3)),
        new HeadProvenance(
            "0.1.0",
            Optional.of("0123456789abcdef".repeat(4)),
            settings,
            "cpu",
            37,
            Optional.of(thresholds),
            Map.of("folds", "0 1 2 3")));
  }

  static List<Blend> labels() {
    List<Blend> labels = new ArrayList<>();
    Emotion.classOrder().forEach(emotion -> labels.add(Blend.single(emotion)));
    for (int a = 0; a < 5; a++) {
      for (int b = a + 1; b < 5; b++) {
        Emotion first = Emotion.classOrder().get(a);
        Emotion second = Emotion.classOrder().get(b);
        labels.add((a + b) % 2 == 0 ? Blend.equal(first, second) : Blend.dominant(first, second));
      }
    }
    return labels;
  }
}
