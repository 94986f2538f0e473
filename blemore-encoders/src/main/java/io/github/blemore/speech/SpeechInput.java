package io.github.blemore.speech;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.checkpoint.Config;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * How sound is prepared, as {@code preprocessor_config.json} says it; without that file as its
 * original does by default: 16 kHz, normalized.
 *
 * @param sampleRate in Hz
 * @param isNormalized whether each sound is brought to mean 0 and variance 1
 */
public record SpeechInput(int sampleRate, boolean isNormalized) {

  private static final int LOWEST_RATE = 1000;
  private static final int HIGHEST_RATE = 384_000;
  private static final double EPS = 1e-7;

  /**
   * What a checkpoint says.
   *
   * @throws io.github.blemore.ModelException if it says something that cannot be done
   */
  public static SpeechInput of(Checkpoint checkpoint) {
    return checkpoint.processor().map(SpeechInput::read).orElse(new SpeechInput(16_000, true));
  }

  private static SpeechInput read(Config config) {
    int rate = config.count("sampling_rate", 16_000);
    if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
      throw config.wrong("sampling_rate", rate, "%d..%d Hz".formatted(LOWEST_RATE, HIGHEST_RATE));
    }
    return new SpeechInput(rate, config.flag("do_normalize", true));
  }

  /**
   * Prepares one sound: {@code (x - mean) / sqrt(variance + 1e-7)} over its own samples, of the
   * population's variance, summed in float64; or nothing.
   *
   * @param samples float32 {@code [samples]}
   * @return float32 {@code [samples]}
   */
  public float[] prepare(FloatBuffer samples) {
    float[] prepared = new float[samples.remaining()];
    samples.duplicate().get(prepared);
    if (!isNormalized) {
      return prepared;
    }
    double sum = 0;
    for (float sample : prepared) {
      sum += sample;
    }
    double mean = sum / prepared.length;
    double squares = 0;
    for (float sample : prepared) {
      squares += (sample - mean) * (sample - mean);
    }
    double scale = 1 / Math.sqrt(squares / prepared.length + EPS);
    for (int i = 0; i < prepared.length; i++) {
      prepared[i] = (float) ((prepared[i] - mean) * scale);
    }
    return prepared;
  }

  /**
   * The input of a network.
   *
   * @param owner of it
   * @param sounds float32 {@code [samples]} each, all of one length
   * @return float32 {@code [sounds, samples]}
   */
  public NDArray apply(NDManager owner, List<FloatBuffer> sounds) {
    int length = sounds.get(0).remaining();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(sounds.size() * Float.BYTES, length))
            .order(ByteOrder.nativeOrder());
    FloatBuffer all = bytes.asFloatBuffer();
    sounds.forEach(sound -> all.put(prepare(sound)));
    return owner.create(bytes, new Shape(sounds.size(), length), DataType.FLOAT32);
  }
}
