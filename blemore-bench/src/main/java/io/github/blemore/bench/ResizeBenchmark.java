package io.github.blemore.bench;

import io.github.blemore.image.PillowResizer;
import io.github.blemore.image.RgbImage;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * One 1080p frame (6.2 MB) to what the networks take, equal to Pillow to the bit; {@code copy}
 * reads and writes the same bytes once, as a floor.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar ResizeBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ResizeBenchmark {

  /** The filter. */
  @Param({"BILINEAR", "BICUBIC"})
  public Interpolation interpolation = Interpolation.BILINEAR;

  private RgbImage frame;

  /** Seeded noise. */
  @Setup(Level.Trial)
  public void draw() {
    byte[] rgb = new byte[1920 * 1080 * 3];
    new Random(1).nextBytes(rgb);
    frame = new RgbImage(1920, 1080, rgb);
  }

  /** Shortest edge 224, center crop: VideoMAE, TimeSformer, CLIP. */
  @Benchmark
  public RgbImage crop224() {
    return PillowResizer.fit(frame, ImageFit.shortestEdgeCrop(224, interpolation));
  }

  /** Squash to 160 x 160: S4D. */
  @Benchmark
  public RgbImage squash160() {
    return PillowResizer.fit(frame, ImageFit.squash(160, 160, interpolation));
  }

  /** The floor. */
  @Benchmark
  public byte[] copy() {
    return frame.rgb().clone();
  }
}
