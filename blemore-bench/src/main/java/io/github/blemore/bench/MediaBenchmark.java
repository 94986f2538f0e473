package io.github.blemore.bench;

import io.github.blemore.Clip;
import io.github.blemore.libav.LibavMediaReader;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Decoding a 4 s 1080p clip (H.264, AAC) into 16 frames of 224 x 224 and 16 kHz mono sound: our
 * reader in one pass, and the {@code ffmpeg} command line doing the same, where it is installed
 * (5.1 or newer).
 *
 * <p>{@code java -jar blemore-bench/target/blemore-bench.jar MediaBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(1)
public class MediaBenchmark {

  private static final List<MediaNeeds> NEEDS =
      List.of(
          MediaNeeds.of(
              new FrameNeeds(
                  FrameSampling.uniform(16),
                  FrameRegion.whole(),
                  ImageFit.shortestEdgeCrop(224, Interpolation.BILINEAR)),
              new SoundNeeds(16_000, 60)));

  // Frames 3, 9, 15, ... 97 of 100: the middle of each of 16 equal parts, as uniform(16) picks
  // them.
  private static final String FILTER =
      "select='gte(t+0.02,(selected_n+0.5)*4/16)'," + "scale=-2:224:flags=bilinear,crop=224:224";

  private Path folder;
  private Path clip;
  private MediaReader reader;

  /** Writes the clip. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    reader = LibavMediaReader.builder().build();
    folder = Files.createTempDirectory("blemore-bench");
    clip = folder.resolve("clip.mov");
    BenchClip.write(clip);
  }

  /** Removes it. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    reader.close();
    for (String name : List.of("clip.mov", "frames.rgb", "sound.f32", "log")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  /** Ours. */
  @Benchmark
  public List<ClipMedia> blemore() {
    return reader.read(Clip.of(clip), NEEDS);
  }

  /** The command line's. */
  @Benchmark
  public int ffmpegCommandLine() throws IOException, InterruptedException {
    Path frames = folder.resolve("frames.rgb");
    List<String> command =
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-i",
            clip.toString(),
            "-map",
            "0:v",
            "-vf",
            FILTER,
            "-vsync",
            "0",
            "-frames:v",
            "16",
            "-pix_fmt",
            "rgb24",
            "-f",
            "rawvideo",
            frames.toString(),
            "-map",
            "0:a",
            "-ac",
            "1",
            "-ar",
            "16000",
            "-f",
            "f32le",
            folder.resolve("sound.f32").toString());
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("no ffmpeg command line here: nothing to compare with", e);
    }
    int exit = process.waitFor();
    long wanted = 16L * 224 * 224 * 3;
    if (exit != 0 || Files.size(frames) != wanted) {
      throw new IOException(
          "ffmpeg exit %d, %d bytes of frames where %d were wanted: %s"
              .formatted(
                  exit, Files.size(frames), wanted, Files.readString(folder.resolve("log"))));
    }
    return exit;
  }
}
