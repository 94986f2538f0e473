package io.github.blemore.gate;

import io.github.blemore.Blend;
import io.github.blemore.Embedding;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import io.github.blemore.head.Standardizer;
import io.github.blemore.head.TrainingSet;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** Made-up clips of several encoders, whose features tell their labels, in noise. */
final class MadeUp {

  static final int INPUTS = 9;

  private static final EmotionDistribution ANY =
      EmotionDistribution.of(0.2, 0.2, 0.2, 0.2, 0.1, 0.1);

  private MadeUp() {}

  /** Sets of encoders with these ids, the first seeing all clips, each other one three of four. */
  static List<TrainingSet> sets(long seed, int count, String... encoderIds) {
    Random random = new Random(seed);
    List<TrainingSet> sets = new ArrayList<>();
    for (int e = 0; e < encoderIds.length; e++) {
      TrainingSet.Builder set = TrainingSet.builder(encoderIds[e]);
      for (int clip = 0; clip < count; clip++) {
        if (e == 0 || (clip + e) % 4 != 0) {
          set.add(
              "clip-%d-%d".formatted(seed, clip), label(clip), features(label(clip), e, random));
        }
      }
      sets.add(set.build());
    }
    return sets;
  }

  static Blend label(int clip) {
    return Blend.all().get(clip % Blend.all().size());
  }

  private static float[] features(Blend label, int encoder, Random random) {
    float[] features = new float[INPUTS + encoder];
    for (int i = 0; i < features.length; i++) {
      Emotion emotion = Emotion.classOrder().get(i % Emotion.COUNT);
      features[i] = (float) (10 + label.salience(emotion) / 25.0 + random.nextGaussian());
    }
    return features;
  }

  static Vote vote(String encoderId, float[]... windows) {
    return Vote.cast(Embedding.of(encoderId, windows), ANY);
  }

  /** A fusion of untrained weights, of encoders of these many features. */
  static GatedFusion fusion(int best, Map<String, Integer> inputs) {
    List<String> ids = inputs.keySet().stream().sorted().toList();
    GateShape shape = new GateShape(ids, ids.stream().map(inputs::get).toList(), 8);
    SplittableRandom random = new SplittableRandom(4);
    List<Standardizer> standardizers = new ArrayList<>();
    for (int count : shape.inputs()) {
      double[] mean = random.doubles(count).toArray();
      double[] scale = random.doubles(count, 0.5, 2).toArray();
      standardizers.add(Standardizer.of(mean, scale));
    }
    Thresholds thresholds =
        new Thresholds(new ThresholdRule(0.1, 0.2), new Scores(0.345, 0.17), 0.35, 0.18);
    return new GatedFusion(
        GateWeights.random(shape, random),
        standardizers,
        new GateProvenance(
            "0.1.0",
            Map.of("a", "0123456789abcdef".repeat(4)),
            new GateSettings(8, best, 0.5, 0.1, 1e-3, 60, 32, 0.01, 5),
            "cpu",
            37,
            Optional.of(thresholds),
            Map.of("folds", "0 1 2 3")));
  }

  static float[] noise(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
