package io.github.blemore.bench;

import io.github.blemore.face.FaceBox;
import io.github.blemore.face.FaceDetector;
import io.github.blemore.face.HaarFaceDetector;
import io.github.blemore.image.RgbImage;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The Haar detector on one 640 x 360 picture of blobs and edges, the size faces are looked for in.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar FaceDetectionBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FaceDetectionBenchmark {

  private final RgbImage picture = draw(640, 360);
  private FaceDetector detector;

  private static RgbImage draw(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < width * height; i++) {
      int x = i % width;
      int y = i / width;
      int stripe = (x / 40) % 2 * 40;
      int level = (int) (128 + 60 * Math.sin(x / 23.0) * Math.cos(y / 31.0)) + stripe;
      for (int channel = 0; channel < 3; channel++) {
        rgb[3 * i + channel] = (byte) level;
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** Loads the cascade. */
  @Setup(Level.Trial)
  public void open() {
    detector = HaarFaceDetector.load();
  }

  /** Frees it. */
  @TearDown(Level.Trial)
  public void close() {
    detector.close();
  }

  /** All faces. */
  @Benchmark
  public List<FaceBox> detect() {
    return detector.detect(picture);
  }
}
