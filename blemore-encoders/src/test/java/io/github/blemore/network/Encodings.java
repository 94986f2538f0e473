package io.github.blemore.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Clips of noise, and what encoders make of them. */
public final class Encodings {

  private Encodings() {}

  /** Seeded noise, a frame each second. */
  public static Frames noise(int count, int side, long seed) {
    Random random = new Random(seed);
    List<byte[]> images = new ArrayList<>();
    double[] seconds = new double[count];
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[side * side * 3];
      random.nextBytes(image);
      images.add(image);
      seconds[i] = i;
    }
    return Frames.of(side, side, images, seconds);
  }

  /** A clip of these frames. */
  public static ClipMedia clip(Frames frames) {
    return ClipMedia.builder(Clip.of(Path.of("noise.mov")), new MediaSpan(0, frames.count()))
        .frames(frames)
        .build();
  }

  /** The embedding of a clip of these frames. */
  public static Embedding encode(Encoder encoder, Frames frames) {
    return (Embedding) encoder.encode(List.of(clip(frames))).get(0);
  }

  /** Root of the mean squared difference, over that of the values. */
  public static double relativeError(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double difference = 0;
    double all = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += Math.pow(actual[i] - expected[i], 2);
      all += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / all);
  }
}
