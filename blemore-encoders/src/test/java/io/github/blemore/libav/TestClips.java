package io.github.blemore.libav;

import io.github.blemore.Clip;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.FrameRegion;
import io.github.blemore.media.FrameSampling;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import io.github.blemore.media.Interpolation;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.SoundNeeds;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The clips of src/test/resources/media, and what tests read off them. */
final class TestClips {

  private TestClips() {}

  static Path path(String name) {
    return Path.of("src/test/resources/media", name).toAbsolutePath();
  }

  static Clip clip(String name) {
    return Clip.of(path(name));
  }

  static FrameNeeds whole(FrameSampling sampling, int width, int height) {
    return new FrameNeeds(
        sampling, FrameRegion.whole(), ImageFit.squash(width, height, Interpolation.BILINEAR));
  }

  static MediaNeeds pictures(FrameSampling sampling) {
    return MediaNeeds.of(whole(sampling, 16, 16));
  }

  static MediaNeeds both(FrameSampling sampling, int rate) {
    return MediaNeeds.of(whole(sampling, 16, 16), new SoundNeeds(rate, 60));
  }

  static ClipMedia read(Path path, MediaNeeds needs) {
    try (LibavMediaReader reader = LibavMediaReader.builder().build()) {
      return reader.read(Clip.of(path), List.of(needs)).get(0);
    }
  }

  /** The number that the gray of each frame stands for. */
  static int[] numbers(Frames frames) {
    return IntStream.range(0, frames.count()).map(i -> number(frames, i)).toArray();
  }

  private static int number(Frames frames, int index) {
    int[] middle = pixel(frames, index, frames.width() / 2, frames.height() / 2);
    return (int) Math.round(middle[1] * 219 / 255.0 / 4);
  }

  static int[] pixel(Frames frames, int index, int x, int y) {
    ByteBuffer rgb = frames.frame(index);
    int at = (y * frames.width() + x) * 3;
    return new int[] {rgb.get(at) & 0xff, rgb.get(at + 1) & 0xff, rgb.get(at + 2) & 0xff};
  }

  static double[] seconds(Frames frames) {
    return IntStream.range(0, frames.count()).mapToDouble(frames::seconds).toArray();
  }

  /** Amplitude of a frequency over a stretch of samples: one bin of the Fourier transform. */
  static double amplitude(float[] samples, int rate, double frequency, int from, int to) {
    double re = 0;
    double im = 0;
    for (int i = from; i < to; i++) {
      double angle = 2 * Math.PI * frequency * i / rate;
      re += samples[i] * Math.cos(angle);
      im += samples[i] * Math.sin(angle);
    }
    return 2 * Math.hypot(re, im) / (to - from);
  }
}
