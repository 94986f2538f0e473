package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Small sets of clips that have the same few probabilities again and again, zeros among them. */
record RandomClips(Probabilities probabilities, List<Blend> truth) {

  /** How many units a distribution is made of: eighths are exact, the others are rounded. */
  private static final int[] UNITS = {3, 8, 10};

  static RandomClips seeded(long seed, boolean float32) {
    Random random = new Random(seed);
    int clips = 1 + random.nextInt(7);
    int units = UNITS[random.nextInt(UNITS.length)];
    double[] values = new double[clips * Emotion.COUNT];
    for (int clip = 0; clip < clips; clip++) {
      int classes = 1 + random.nextInt(Emotion.COUNT);
      for (int unit = 0; unit < units; unit++) {
        int index = clip * Emotion.COUNT + (unit + random.nextInt(classes)) % Emotion.COUNT;
        values[index] += 1.0 / units;
      }
    }
    if (random.nextInt(3) == 0) {
      nudge(values, float32, random);
    }
    Probabilities probabilities = float32 ? float32(values) : Probabilities.of(values);
    List<Blend> truth =
        probabilities.decide(DecisionRule.of(0, 0)).stream()
            .map(predicted -> random.nextInt(4) == 0 ? any(random) : like(predicted, random))
            .toList();
    return new RandomClips(probabilities, truth);
  }

  private static Blend any(Random random) {
    Emotion one = Emotion.classOrder().get(random.nextInt(Emotion.COUNT));
    Emotion other = Emotion.classOrder().get(random.nextInt(Emotion.COUNT));
    boolean legal = one != other && one != Emotion.NEUTRAL && other != Emotion.NEUTRAL;
    return legal ? Blend.equal(one, other) : Blend.single(one);
  }

  /** One of the emotions of a blend, or both in one of three proportions. */
  private static Blend like(Blend predicted, Random random) {
    Emotion one = predicted.parts().get(0).emotion();
    if (!predicted.isBlend()) {
      return Blend.single(one);
    }
    Emotion other = predicted.parts().get(1).emotion();
    return switch (random.nextInt(5)) {
      case 0 -> Blend.single(one);
      case 1 -> Blend.single(other);
      case 2 -> Blend.equal(one, other);
      case 3 -> Blend.dominant(one, other);
      default -> Blend.dominant(other, one);
    };
  }

  /** Moves probabilities by a few last bits, so that nothing lies between them. */
  private static void nudge(double[] values, boolean float32, Random random) {
    for (int i = 0; i < values.length; i++) {
      for (int bits = random.nextInt(4); bits > 0 && values[i] > 0; bits--) {
        values[i] = float32 ? Math.nextDown((float) values[i]) : Math.nextDown(values[i]);
      }
    }
  }

  private static Probabilities float32(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return Probabilities.of(narrow);
  }

  /** The same clips in another order. */
  RandomClips shuffled(long seed) {
    List<Integer> order = new ArrayList<>();
    for (int clip = 0; clip < truth.size(); clip++) {
      order.add(clip);
    }
    Collections.shuffle(order, new Random(seed));
    double[] values = new double[truth.size() * Emotion.COUNT];
    for (int clip = 0; clip < truth.size(); clip++) {
      double[] row = probabilities.row(order.get(clip));
      System.arraycopy(row, 0, values, clip * Emotion.COUNT, Emotion.COUNT);
    }
    return new RandomClips(
        probabilities.isFloat32() ? float32(values) : Probabilities.of(values),
        order.stream().map(truth::get).toList());
  }

  /** What a rule scores, by deciding on every clip. */
  Scores scores(ThresholdRule rule) {
    return Scores.of(truth, probabilities.decide(rule));
  }

  /**
   * Alphas of which one is in every interval of equal predictions: the probabilities, the values at
   * which float32 rounding turns from one to the next, and the neighbors of both.
   */
  TreeSet<Double> alphas() {
    TreeSet<Double> alphas = new TreeSet<>(List.of(0.0, 1.0));
    for (int clip = 0; clip < truth.size(); clip++) {
      for (double p : probabilities.row(clip)) {
        addNear(alphas, p);
        if (probabilities.isFloat32()) {
          addNear(alphas, (p + Math.nextUp((float) p)) / 2);
        }
      }
    }
    return alphas;
  }

  /** Betas of which one is in every interval of equal predictions. */
  TreeSet<Double> betas() {
    TreeSet<Double> betas = new TreeSet<>(List.of(0.0, 1.0));
    for (int clip = 0; clip < truth.size(); clip++) {
      double[] row = probabilities.row(clip);
      double largest = Arrays.stream(row).max().orElseThrow();
      for (double p : row) {
        double difference = largest - p;
        addNear(betas, probabilities.isFloat32() ? (float) difference : difference);
      }
    }
    return betas;
  }

  private static void addNear(TreeSet<Double> thresholds, double value) {
    for (double near : new double[] {Math.nextDown(value), value, Math.nextUp(value)}) {
      if (near >= 0 && near <= 1) {
        thresholds.add(near + 0.0);
      }
    }
  }
}
