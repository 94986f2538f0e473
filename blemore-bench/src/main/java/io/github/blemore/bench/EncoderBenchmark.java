package io.github.blemore.bench;

import io.github.blemore.Clip;
import io.github.blemore.Device;
import io.github.blemore.Encoder;
import io.github.blemore.Encoding;
import io.github.blemore.acoustic.AcousticEncoder;
import io.github.blemore.faceapi.FaceApiEncoder;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Embeddings of media already decoded: face-api on 16 frames, acoustic on 4 s of sound. Time is for
 * the whole batch; the device is {@code cpu} or {@code gpu0}.
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar EncoderBenchmark -p device=cpu}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EncoderBenchmark {

  /** Clips per call. */
  @Param({"1", "4"})
  public int batch;

  /** Where the network runs. */
  @Param({"cpu"})
  public String device = "cpu";

  private List<ClipMedia> faces;
  private List<ClipMedia> voices;
  private Encoder faceApi;
  private Encoder acoustic;

  /** Seeded noise for faces, a gliding tone for voices. */
  @Setup(Level.Trial)
  public void open() {
    Device chosen =
        device.equals("cpu") ? Device.cpu() : Device.gpu(Integer.parseInt(device.substring(3)));
    faceApi = FaceApiEncoder.builder().device(chosen).build();
    acoustic = AcousticEncoder.builder().build();
    FrameNeeds needs = faceApi.info().needs().frames().orElseThrow();
    Random random = new Random(1);
    faces = new ArrayList<>();
    voices = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      ClipMedia.Builder face = ClipMedia.builder(Clip.of(Path.of("made-up")), new MediaSpan(0, 4));
      faces.add(face.frames(frames(needs, random)).build());
      ClipMedia.Builder voice = ClipMedia.builder(Clip.of(Path.of("made-up")), new MediaSpan(0, 4));
      voices.add(voice.sound(Sound.of(16_000, glide(i))).build());
    }
  }

  private static Frames frames(FrameNeeds needs, Random random) {
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < needs.sampling().count(); i++) {
      byte[] image = new byte[needs.fit().width() * needs.fit().height() * 3];
      random.nextBytes(image);
      images.add(image);
    }
    return Frames.of(needs.fit().width(), needs.fit().height(), images, new double[images.size()]);
  }

  private static float[] glide(int index) {
    float[] samples = new float[4 * 16_000];
    for (int i = 0; i < samples.length; i++) {
      double t = i / 16_000.0;
      double hertz = 120 + 20 * index + 30 * t;
      for (int harmonic = 1; harmonic <= 10; harmonic++) {
        samples[i] += (float) (0.2 / harmonic * Math.sin(2 * Math.PI * harmonic * hertz * t));
      }
    }
    return samples;
  }

  /** Frees the natives. */
  @TearDown(Level.Trial)
  public void close() {
    faceApi.close();
    acoustic.close();
  }

  /** 16 frames per clip, 256 values. */
  @Benchmark
  public List<Encoding> faceApi() {
    return faceApi.encode(faces);
  }

  /** 4 s per clip. */
  @Benchmark
  public List<Encoding> acoustic() {
    return acoustic.encode(voices);
  }
}
