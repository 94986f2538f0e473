package io.github.blemore.bench;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.Vote;
import io.github.blemore.fusion.LabeledVotes;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.fusion.WeightedFusion;
import io.github.blemore.threshold.ThresholdSearch;
import io.github.blemore.threshold.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The search for fusion weights on as many votes as the paper's system has: 12 encoders, 2,456
 * clips of any of the 36 blends, one vote in twenty missing. Votes are random and lean toward the
 * truth, each encoder by as much as is its own. Searches run with their defaults; {@code one}
 * fuses, and finds the best thresholds, for a single set of weights.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar WeightSearchBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class WeightSearchBenchmark {

  private static final int ENCODERS = 12;
  private static final int CLIPS = 2456;
  private static final double MISSING = 0.05;
  private static final double STRONGEST = 2;

  /** Which search. */
  @Param({"equal", "score", "greedy", "likelihood", "direct"})
  public String search = "equal";

  /** What kind of mean. */
  @Param({"ARITHMETIC", "GEOMETRIC"})
  public Pooling pooling = Pooling.ARITHMETIC;

  private LabeledVotes votes;
  private WeightedFusion equal;

  /** Seeded votes. */
  @Setup(Level.Trial)
  public void draw() {
    Random random = new Random(1);
    List<String> encoders = IntStream.range(0, ENCODERS).mapToObj(e -> "encoder" + e).toList();
    double[] signal = random.doubles(ENCODERS, 0, STRONGEST).toArray();
    List<LabeledVotes.Clip> clips = new ArrayList<>();
    for (int clip = 0; clip < CLIPS; clip++) {
      Blend shown = Blend.all().get(random.nextInt(Blend.all().size()));
      List<Vote> cast = new ArrayList<>();
      for (int e = 0; e < ENCODERS; e++) {
        cast.add(vote(encoders.get(e), signal[e], shown, random));
      }
      clips.add(new LabeledVotes.Clip("clip" + clip, "person" + clip % 47, shown, cast));
    }
    votes = LabeledVotes.of(encoders, clips);
    equal = WeightedFusion.equal(encoders).withPooling(pooling);
  }

  private static Vote vote(String encoder, double signal, Blend shown, Random random) {
    double[] logits = new double[Emotion.COUNT];
    for (Emotion emotion : Emotion.classOrder()) {
      logits[emotion.index()] = random.nextGaussian() + signal * shown.salience(emotion) / 100;
    }
    return random.nextDouble() < MISSING
        ? Vote.missing(encoder, "made up")
        : Vote.cast(encoder, EmotionDistribution.ofLogits(logits));
  }

  /** The whole search. */
  @Benchmark
  public WeightedFusion search() {
    return chosen().search(votes);
  }

  private WeightSearch chosen() {
    return switch (search) {
      case "equal" -> WeightSearch.equal(pooling);
      case "score" -> WeightSearch.byScore(pooling);
      case "greedy" -> WeightSearch.greedy(pooling);
      case "likelihood" -> WeightSearch.likelihood(pooling);
      case "direct" -> WeightSearch.direct(pooling);
      default -> throw new IllegalArgumentException(search + " is no search");
    };
  }

  /** One set of weights, whatever the search. */
  @Benchmark
  public Thresholds one() {
    return votes.fuse(equal).thresholds(ThresholdSearch.exact());
  }
}
