package io.github.blemore.bench;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import io.github.blemore.metrics.Scores;
import io.github.blemore.threshold.Probabilities;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Threshold search on as many clips as BLEMORE has for training, 2,456, of which 55 % are blends:
 * the exact search, that of the baseline's grid, and the same grid with every clip decided anew at
 * each of its 400 points. Probabilities are random and lean toward the truth.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar ThresholdBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ThresholdBenchmark {

  private static final int CLIPS = 2456;
  private static final double BLENDS = 0.55;
  private static final double SIGNAL = 1.5;

  private final List<Blend> truth = new ArrayList<>();
  private Probabilities probabilities;

  /** Seeded clips. */
  @Setup(Level.Trial)
  public void draw() {
    Random random = new Random(1);
    List<EmotionDistribution> distributions = new ArrayList<>();
    for (int clip = 0; clip < CLIPS; clip++) {
      Blend shown = random.nextDouble() < BLENDS ? blend(random) : single(random);
      double[] logits = new double[Emotion.COUNT];
      for (Emotion emotion : Emotion.classOrder()) {
        logits[emotion.index()] = random.nextGaussian() + SIGNAL * shown.salience(emotion) / 100;
      }
      truth.add(shown);
      distributions.add(EmotionDistribution.ofLogits(logits));
    }
    probabilities = Probabilities.of(distributions);
  }

  private static Blend single(Random random) {
    return Blend.single(Emotion.classOrder().get(random.nextInt(Emotion.COUNT)));
  }

  private static Blend blend(Random random) {
    int first = random.nextInt(Emotion.COUNT - 1);
    int second = (first + 1 + random.nextInt(Emotion.COUNT - 2)) % (Emotion.COUNT - 1);
    Emotion one = Emotion.classOrder().get(first);
    Emotion other = Emotion.classOrder().get(second);
    return random.nextInt(3) == 0 ? Blend.equal(one, other) : Blend.dominant(one, other);
  }

  /** All thresholds there are. */
  @Benchmark
  public Thresholds exact() {
    return ThresholdSearch.exact().search(probabilities, truth);
  }

  /** 20 x 20 thresholds. */
  @Benchmark
  public Thresholds grid() {
    return ThresholdSearch.grid().search(probabilities, truth);
  }

  /** 20 x 20 thresholds, each deciding every clip. */
  @Benchmark
  public ThresholdRule gridDecidingAnew() {
    double[] axis = ThresholdSearch.grid().alphas();
    ThresholdRule best = DecisionRule.of(axis[0], axis[0]);
    double bestScore = -1;
    for (double alpha : axis) {
      for (double beta : axis) {
        ThresholdRule rule = DecisionRule.of(alpha, beta);
        double score = Scores.of(truth, probabilities.decide(rule)).score();
        if (score > bestScore) {
          bestScore = score;
          best = rule;
        }
      }
    }
    return best;
  }
}
