package io.github.blemore.onnx;

import ai.djl.ndarray.types.Shape;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.speech.SpeechInput;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Sound as float32, full scale -1..1, or normalized.
 *
 * @param id of the encoder, for notes
 * @param sound which
 * @param rank of the model's input: leading axes are 1
 * @param samples how many it takes, if not any number
 * @param normalized whether to mean 0 and deviation 1
 */
record Waves(String id, SoundNeeds sound, int rank, OptionalInt samples, boolean normalized)
    implements OnnxInput {

  @Override
  public MediaNeeds needs() {
    return MediaNeeds.of(sound);
  }

  @Override
  public Shape shape() {
    return shape(samples.isPresent() ? samples.getAsInt() : -1);
  }

  private Shape shape(long length) {
    long[] axes = new long[rank];
    Arrays.fill(axes, 1);
    axes[rank - 1] = length;
    return new Shape(axes);
  }

  @Override
  public String settings() {
    return "%s samples, %s"
        .formatted(
            samples.isPresent() ? samples.getAsInt() : "all",
            normalized ? "normalized" : "full scale 1");
  }

  /** Normalized over its own samples, then cut or filled with zeros to the model's length. */
  @Override
  public Prepared prepare(ClipMedia clip) {
    float[] given =
        new SpeechInput(sound.sampleRate(), normalized)
            .prepare(FloatBuffer.wrap(clip.sound().orElseThrow().toArray()));
    int length = samples.orElse(given.length);
    FloatBuffer values = Values.floats(length);
    values.put(given, 0, Math.min(length, given.length)).rewind();
    List<String> notes =
        length == given.length
            ? List.of()
            : List.of(
                "%s takes %d samples: the sound of %d is %s"
                    .formatted(
                        id,
                        length,
                        given.length,
                        length < given.length ? "cut" : "followed by zeros"));
    return new Prepared(List.of(new Values(values, shape(length))), notes);
  }
}
