package io.github.blemore.gemini;

import io.github.blemore.Clip;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaReader;
import io.github.blemore.media.Sound;
import io.github.blemore.media.SoundNeeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a stand-in sees in a video: the mean gray of a grid of 16 x 16, how much each cell moves,
 * the colors of 4 x 4 cells; of a sound the level and the zero crossings of eight equal stretches.
 * These are mixed by fixed random weights into as many values as asked for, of length 1. It is
 * nothing that Gemini does. Safe to share between threads.
 */
final class StandInEmbedding {

  private static final int FRAMES = 8;
  private static final int GRID = 16;
  private static final int COARSE = 4;
  private static final int STRETCHES = 8;
  private static final int PICTURE_FEATURES = 2 * GRID * GRID + 3 * COARSE * COARSE;

  /** The last is always 1, so that no clip has only zeros. */
  private static final int FEATURES = PICTURE_FEATURES + 2 * STRETCHES + 1;

  /** Motion is small beside gray, and says more. */
  private static final double MOTION_WEIGHT = 5;

  private static final int SAMPLE_RATE = 16_000;
  private static final double MAX_SECONDS = 180;
  private static final double QUIETEST_DECIBELS = 90;
  private static final long SEED = 2603_23650L;

  private final MediaReader reader;

  /** Reads with a reader that stays the caller's. */
  StandInEmbedding(MediaReader reader) {
    this.reader = reader;
  }

  /**
   * Embeds.
   *
   * @param video a media file
   * @param sound a media file, if there is one
   * @return float64 {@code [dimension]}
   * @throws io.github.blemore.MediaException if one is no media file
   * @throws IllegalArgumentException if the first holds no pictures, or the second no sound
   */
  double[] of(byte[] video, Optional<byte[]> sound, int dimension) throws IOException {
    double[] features = new double[FEATURES];
    addPictures(frames(video), features);
    if (sound.isPresent()) {
      addSound(sound(sound.get()), features);
    }
    features[FEATURES - 1] = 1;
    return project(features, dimension);
  }

  private Frames frames(byte[] video) throws IOException {
    FrameNeeds needs =
        new FrameNeeds(
            FrameSampling.uniform(FRAMES),
            FrameRegion.whole(),
            ImageFit.squash(GRID, GRID, Interpolation.BILINEAR));
    return read(video, MediaNeeds.of(needs))
        .frames()
        .orElseThrow(() -> new IllegalArgumentException("the video holds no pictures"));
  }

  private Sound sound(byte[] wav) throws IOException {
    return read(wav, MediaNeeds.of(new SoundNeeds(SAMPLE_RATE, MAX_SECONDS)))
        .sound()
        .orElseThrow(() -> new IllegalArgumentException("the sound holds no samples"));
  }

  private ClipMedia read(byte[] file, MediaNeeds needs) throws IOException {
    Path path = Files.createTempFile("blemore-stand-in", ".media");
    try {
      Files.write(path, file);
      return reader.read(Clip.of(path), List.of(needs)).get(0);
    } finally {
      Files.delete(path);
    }
  }

  private static void addPictures(Frames frames, double[] features) {
    double[] before = new double[GRID * GRID];
    for (int f = 0; f < frames.count(); f++) {
      ByteBuffer rgb = frames.frame(f);
      for (int cell = 0; cell < GRID * GRID; cell++) {
        double gray = 0;
        for (int color = 0; color < 3; color++) {
          double level = (rgb.get(3 * cell + color) & 0xff) / 255.0;
          gray += level / 3;
          features[2 * GRID * GRID + 3 * coarse(cell) + color] +=
              level * COARSE * COARSE / (GRID * GRID * frames.count());
        }
        features[cell] += gray / frames.count();
        if (f > 0) {
          features[GRID * GRID + cell] +=
              MOTION_WEIGHT * Math.abs(gray - before[cell]) / frames.count();
        }
        before[cell] = gray;
      }
    }
  }

  private static int coarse(int cell) {
    int size = GRID / COARSE;
    return cell / GRID / size * COARSE + cell % GRID / size;
  }

  private static void addSound(Sound sound, double[] features) {
    float[] samples = sound.toArray();
    for (int s = 0; s < STRETCHES; s++) {
      int from = (int) ((long) samples.length * s / STRETCHES);
      int to = (int) ((long) samples.length * (s + 1) / STRETCHES);
      double power = 0;
      int crossings = 0;
      for (int i = from; i < to; i++) {
        power += samples[i] * samples[i];
        crossings += i > from && samples[i] >= 0 != samples[i - 1] >= 0 ? 1 : 0;
      }
      int count = Math.max(1, to - from);
      double decibels = 10 * Math.log10(power / count + 1e-9);
      features[PICTURE_FEATURES + s] = 1 + decibels / QUIETEST_DECIBELS;
      features[PICTURE_FEATURES + STRETCHES + s] = crossings / (double) count;
    }
  }

  private static double[] project(double[] features, int dimension) {
    Random weights = new Random(SEED);
    double[] values = new double[dimension];
    for (double feature : features) {
      for (int i = 0; i < dimension; i++) {
        values[i] += feature * (2 * weights.nextDouble() - 1);
      }
    }
    double length = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    return Arrays.stream(values).map(v -> v / length).toArray();
  }
}
