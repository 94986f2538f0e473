package io.github.blemore.bench;

import io.github.blemore.experiment.Experiment;
import io.github.blemore.experiment.ExperimentResult;
import io.github.blemore.experiment.FusionDesign;
import io.github.blemore.fusion.Pooling;
import io.github.blemore.fusion.WeightSearch;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.threshold.ThresholdSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole nested experiment of the size of the paper's: 12 encoders with 5,000 features, 2,456
 * clips of 47 people, 5 folds, heads with 512 hidden units. {@code heads} trains all 180 heads, 15
 * for each encoder, and fuses equally. {@code designs} finds all heads trained and kept, so that
 * its time is that of reading them and of the search for weights and thresholds in every fold.
 *
 * <p>Training is linear in the epochs; the baseline's 200 take 200 times one. An epoch of the 180
 * heads is 120 epochs over all clips (each head sees three or four of five folds): see {@link
 * HeadTrainingBenchmark} for one.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar ExperimentBenchmark -p epochs=2}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx8g")
public class ExperimentBenchmark {

  /** How large it is. */
  public enum Size {
    /** To see that it works. */
    TINY(3, 216, 40),
    /** As the paper's. */
    FULL(12, 2456, 5000);

    final int encoders;
    final int clips;
    final int dimension;

    Size(int encoders, int clips, int dimension) {
      this.encoders = encoders;
      this.clips = clips;
      this.dimension = dimension;
    }
  }

  /** Encoders, clips and features. */
  @Param("FULL")
  public Size size = Size.FULL;

  /** How often a head goes over its clips. */
  @Param("2")
  public int epochs = 2;

  private MadeUpCorpus corpus = new MadeUpCorpus(Size.TINY);
  private Path kept = Path.of("");

  /** Draws the features. */
  @Setup(Level.Trial)
  public void draw() throws IOException {
    corpus = new MadeUpCorpus(size);
    kept = Files.createTempDirectory("blemore-trainings");
  }

  /** Removes the heads that were kept. */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    try (Stream<Path> files = Files.walk(kept)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private ExperimentResult run(WeightSearch weights) {
    HeadTraining training = HeadTraining.builder().hidden(512).epochs(epochs).build();
    FusionDesign design =
        FusionDesign.builder("design", weights).thresholds(ThresholdSearch.exact()).build();
    return Experiment.builder(corpus.metadata(), corpus, training)
        .designs(List.of(design))
        .withoutModels()
        .keepIn(kept)
        .build()
        .run(() -> {});
  }

  /** Trains the heads; reads them if they are kept. */
  @Benchmark
  public ExperimentResult heads() {
    return run(WeightSearch.equal(Pooling.ARITHMETIC));
  }

  /** State in which the heads are trained. */
  @State(Scope.Benchmark)
  public static class Trained {

    /** How weights are found. */
    @Param({"score", "likelihood", "greedy", "direct"})
    public String search = "score";

    /** Trains them. */
    @Setup(Level.Trial)
    public void train(ExperimentBenchmark benchmark) {
      benchmark.heads();
    }
  }

  /** Finds weights and thresholds to the votes of trained heads. */
  @Benchmark
  public ExperimentResult designs(Trained trained) {
    return run(
        switch (trained.search) {
          case "score" -> WeightSearch.byScore(Pooling.ARITHMETIC);
          case "likelihood" -> WeightSearch.likelihood(Pooling.ARITHMETIC);
          case "greedy" -> WeightSearch.greedy(Pooling.ARITHMETIC);
          case "direct" -> WeightSearch.direct(Pooling.ARITHMETIC);
          default -> throw new IllegalArgumentException(trained.search + " is no search");
        });
  }
}
