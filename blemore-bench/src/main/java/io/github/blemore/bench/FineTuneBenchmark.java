package io.github.blemore.bench;

import io.github.blemore.Device;
import io.github.blemore.Emotion;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.checkpoint.Config;
import io.github.blemore.finetune.FineTuneSettings;
import io.github.blemore.finetune.TrainingSession;
import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import io.github.blemore.madeup.MadeUpSize;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.s4d.S4dEncoder;
import io.github.blemore.speech.Wav2Vec2Encoder;
import io.github.blemore.video.TimeSformerEncoder;
import io.github.blemore.video.VideoMaeEncoder;
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
 * A step of training an encoder with its head, and the forward pass of the same clips beside it:
 * forward, backward and AdamW over noise, made-up weights of the published base sizes. Time is for
 * the whole batch. A backward pass has twice the products of a forward pass, so that three forward
 * passes are the floor of a step.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar FineTuneBenchmark -prof
 * io.github.blemore.bench.ResidentProfiler -p precision=float32,bf16}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
public class FineTuneBenchmark {

  private static final int SAMPLES = 64_000;

  /** The family. */
  @Param({"VIDEOMAE", "TIMESFORMER", "S4D", "WAV2VEC2"})
  public String family = "VIDEOMAE";

  /** Of the matrices; weights and moments are float32. */
  @Param({"float32"})
  public String precision = "float32";

  /** Clips in a step. */
  @Param({"2"})
  public int batch = 2;

  /** Whether activations are computed twice instead of kept. */
  @Param({"false"})
  public boolean recompute;

  /** Of the made-up weights: {@code BASE} or {@code TINY}. */
  @Param({"BASE"})
  public String size = "BASE";

  private Path folder;
  private TrainingSession session;
  private NpyArray input;
  private List<float[]> labels;
  private long steps;

  /** Writes and loads a checkpoint, and makes noise for it. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    folder = Files.createTempDirectory("blemore-bench");
    MadeUpFamily which = MadeUpFamily.valueOf(family);
    MadeUpCheckpoint.of(which).size(MadeUpSize.valueOf(size)).write(folder);
    FineTuneSettings.Builder settings = FineTuneSettings.builder().batch(batch);
    if (recompute) {
      settings.recompute();
    }
    session = TrainingSession.open(encoder(which), settings.build());
    input = noise(which, Config.read(folder.resolve("config.json")));
    labels = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      float[] label = new float[Emotion.COUNT];
      label[i % Emotion.COUNT] = 1;
      labels.add(label);
    }
  }

  private CheckpointEncoderBuilder<?> encoder(MadeUpFamily which) {
    CheckpointEncoderBuilder<?> builder =
        switch (which) {
          case VIDEOMAE -> VideoMaeEncoder.builder(folder);
          case TIMESFORMER -> TimeSformerEncoder.builder(folder);
          case S4D -> S4dEncoder.builder(folder);
          default -> Wav2Vec2Encoder.builder(folder);
        };
    builder.device(Device.cpu());
    builder.precision(precision.equals("bf16") ? Precision.BF16 : Precision.FLOAT32);
    return builder;
  }

  private NpyArray noise(MadeUpFamily which, Config config) {
    int[] shape =
        switch (which) {
          case S4D -> {
            int side = config.count("img_size");
            yield new int[] {batch, 3, config.count("all_frames"), side, side};
          }
          case WAV2VEC2 -> new int[] {batch, SAMPLES};
          default -> {
            int side = config.count("image_size");
            yield new int[] {batch, config.count("num_frames"), 3, side, side};
          }
        };
    int count = 1;
    for (int length : shape) {
      count *= length;
    }
    Random random = new Random(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return NpyArray.ofFloats(values, shape);
  }

  /** Frees the network and deletes the checkpoint. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    session.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** The logits of the batch, as in validation. */
  @Benchmark
  public float[] forward() {
    return session.logits(input);
  }

  /** Forward, backward, and a step of AdamW. */
  @Benchmark
  public double step() {
    session.learn(input, labels, batch, steps++);
    return session.step(1e-5);
  }
}
