package io.github.blemore.bench;

import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.Encoding;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.madeup.MadeUpSize;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.spec.EncoderSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
 * The hot path of the transformer encoders, from bytes of frames or samples of sound to embeddings:
 * noise of 4 s, made-up weights of the published base sizes, a heap of 256 MB. Time is for the
 * whole batch; the device is {@code cpu} or {@code gpu0}.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar TransformerBenchmark -prof
 * io.github.blemore.bench.SgemmProfiler -p precision=float32,bf16}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC"})
public class TransformerBenchmark {

  private static final double SECONDS = 4;

  private static volatile double flopsPerOperation;

  /** The family. */
  @Param({"WAV2VEC2", "HUBERT", "WAVLM", "VIDEOMAE", "TIMESFORMER", "S4D", "CLIP", "VIT"})
  public String family = "VIDEOMAE";

  /** Of the matrices. */
  @Param({"float32"})
  public String precision = "float32";

  /** Clips per call. */
  @Param({"1"})
  public int batch;

  /** Of the made-up weights: {@code BASE} or {@code TINY}. */
  @Param({"BASE"})
  public String size = "BASE";

  /** Where the network runs. */
  @Param({"cpu"})
  public String device = "cpu";

  private Path folder;
  private Encoder encoder;
  private List<ClipMedia> clips;

  static double flopsPerOperation() {
    return flopsPerOperation;
  }

  /** Writes and loads a checkpoint, and makes noise for it. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    folder = Files.createTempDirectory("blemore-bench");
    MadeUpCheckpoint.of(MadeUpFamily.valueOf(family)).size(MadeUpSize.valueOf(size)).write(folder);
    encoder =
        EncoderSpec.parse(
                "%s:%s:precision=%s,device=%s"
                    .formatted(MadeUpFamily.valueOf(family).encoder(), folder, precision, device))
            .open();
    Random random = new Random(1);
    clips = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      clips.add(noise(random));
    }
    int frames = encoder.info().needs().frames().map(needs -> needs.sampling().count()).orElse(0);
    flopsPerOperation =
        batch * Flops.of(Config.read(folder.resolve("config.json")), frames, SECONDS);
  }

  private ClipMedia noise(Random random) {
    ClipMedia.Builder media =
        ClipMedia.builder(Clip.of(Path.of("made-up")), new MediaSpan(0, SECONDS));
    encoder.info().needs().frames().ifPresent(needs -> media.frames(frames(needs, random)));
    encoder.info().needs().sound().ifPresent(needs -> media.sound(sound(needs, random)));
    return media.build();
  }

  private static Frames frames(FrameNeeds needs, Random random) {
    List<byte[]> images = new ArrayList<>();
    double[] seconds = new double[needs.sampling().count()];
    for (int i = 0; i < seconds.length; i++) {
      byte[] image = new byte[needs.fit().width() * needs.fit().height() * 3];
      random.nextBytes(image);
      images.add(image);
      seconds[i] = SECONDS * i / seconds.length;
    }
    return Frames.of(needs.fit().width(), needs.fit().height(), images, seconds);
  }

  private static Sound sound(SoundNeeds needs, Random random) {
    float[] samples = new float[(int) (SECONDS * needs.sampleRate())];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.1 * random.nextGaussian());
    }
    return Sound.of(needs.sampleRate(), samples);
  }

  /** Frees the network and deletes the checkpoint. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    encoder.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** One embedding per clip. */
  @Benchmark
  public List<Encoding> encode() {
    return encoder.encode(clips);
  }
}
