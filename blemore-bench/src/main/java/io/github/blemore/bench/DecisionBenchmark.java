package io.github.blemore.bench;

import io.github.blemore.Blend;
import io.github.blemore.DecisionRule;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.ThresholdRule;
import io.github.blemore.Vote;
import io.github.blemore.fusion.WeightedFusion;
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
 * Fusion of twelve votes, and the threshold rule on one distribution.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar DecisionBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBenchmark {

  private final ThresholdRule rule = DecisionRule.of(0.10, 0.24);
  private final List<Vote> votes = new ArrayList<>();
  private LateFusion fusion;
  private EmotionDistribution distribution;

  /** Seeded votes. */
  @Setup(Level.Trial)
  public void vote() {
    Random random = new Random(1);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String id = "encoder-" + i;
      ids.add(id);
      votes.add(Vote.cast(id, EmotionDistribution.ofLogits(random.doubles(6, -2, 2).toArray())));
    }
    fusion = WeightedFusion.equal(ids);
    distribution = fusion.fuse(votes).distribution();
  }

  /** Twelve votes to one distribution. */
  @Benchmark
  public Fused fuse() {
    return fusion.fuse(votes);
  }

  /** One distribution to a blend. */
  @Benchmark
  public Blend decide() {
    return rule.decide(distribution);
  }
}
