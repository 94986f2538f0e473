package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Clip;
import io.github.blemore.Device;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.media.Sound;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Small checkpoints and what the original makes of sounds with them: HuBERT in base style, cut to
 * its first two layers, and WavLM in large style.
 */
final class SpeechFixtures {

  static final Path HUBERT = Path.of("src/test/resources/fixtures/hubert_base");
  static final Path WAVLM = Path.of("src/test/resources/fixtures/wavlm_large");

  private SpeechFixtures() {}

  static NpyArray npy(Path file) {
    try {
      return NpyArray.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int[] integers(Path npy) {
    return Arrays.stream(npy(npy).toDoubles()).mapToInt(value -> (int) value).toArray();
  }

  static Weights weights(Path folder, Precision precision) {
    return Weights.of(
        Checkpoint.open(folder),
        TorchDevice.of(Device.cpu()),
        precision,
        SpeechNet.prefixes().toArray(String[]::new));
  }

  /** The sounds of a case, each over its own samples brought to mean 0 and variance 1. */
  static NDArray sounds(Weights weights, Path pcm16, int... lengths) {
    NpyArray raw = npy(pcm16);
    int samples = raw.shape()[1];
    float[] values = raw.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] /= 32768;
    }
    float[] all = new float[values.length];
    SpeechInput input = new SpeechInput(16_000, true);
    for (int i = 0; i < lengths.length; i++) {
      float[] one = input.prepare(FloatBuffer.wrap(values, i * samples, lengths[i]));
      System.arraycopy(one, 0, all, i * samples, one.length);
    }
    return weights.manager().create(all, new Shape(lengths.length, samples));
  }

  /** A seeded noise. */
  static ClipMedia noise(long seed, int samples) {
    Random random = new Random(seed);
    float[] values = new float[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = (float) (0.1 * random.nextGaussian());
    }
    return clip(values);
  }

  static ClipMedia clip(float[] samples) {
    return ClipMedia.builder(Clip.of(Path.of("sound.mov")), new MediaSpan(0, samples.length / 16e3))
        .sound(Sound.of(16_000, samples))
        .build();
  }
}
