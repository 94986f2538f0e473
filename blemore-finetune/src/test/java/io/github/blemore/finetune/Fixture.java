package io.github.blemore.finetune;

import io.github.blemore.Device;
import io.github.blemore.checkpoint.CheckpointEncoderBuilder;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.s4d.S4dEncoder;
import io.github.blemore.s4d.S4dNet;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.speech.Wav2Vec2Encoder;
import io.github.blemore.video.TimeSformerEncoder;
import io.github.blemore.video.VideoMaeEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A small network of the original code, with a batch of four clips and what became of it. */
enum Fixture {
  VIDEOMAE,
  TIMESFORMER,
  S4D_MOE,
  WAV2VEC2;

  /** Clips of the batch. */
  static final int BATCH = 4;

  Path folder() {
    return Path.of("src/test/resources/fixtures/finetune", name().toLowerCase(Locale.ROOT));
  }

  CheckpointEncoderBuilder<?> encoder() {
    CheckpointEncoderBuilder<?> builder =
        switch (this) {
          case VIDEOMAE -> VideoMaeEncoder.builder(folder());
          case TIMESFORMER -> TimeSformerEncoder.builder(folder());
          case S4D_MOE -> S4dEncoder.builder(folder());
          case WAV2VEC2 -> Wav2Vec2Encoder.builder(folder());
        };
    return builder.device(Device.cpu());
  }

  /** Settings the numbers were made with; steps are taken at a rate of 1e-3. */
  static FineTuneSettings.Builder settings() {
    return FineTuneSettings.builder()
        .keepHead()
        .batch(BATCH)
        .withoutRouterNoise()
        .clip(Double.POSITIVE_INFINITY);
  }

  /** The same, the room of S4D's experts shared as in the original. */
  static FineTuneSettings.Builder original() {
    return settings().capacity(S4dNet.Capacity.OF_BATCH);
  }

  TrainingSession open(FineTuneSettings settings) {
    return TrainingSession.open(encoder(), settings);
  }

  NpyArray input() {
    return array("input");
  }

  /** Some of the batch's clips. */
  NpyArray input(int first, int count) {
    NpyArray all = input();
    int[] shape = all.shape();
    int size = all.toFloats().length / shape[0];
    shape[0] = count;
    return NpyArray.ofFloats(
        Arrays.copyOfRange(all.toFloats(), first * size, (first + count) * size), shape);
  }

  List<float[]> labels() {
    float[] all = array("soft_labels").toFloats();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      rows.add(Arrays.copyOfRange(all, 6 * i, 6 * (i + 1)));
    }
    return rows;
  }

  float[] floats(String name) {
    return array(name).toFloats();
  }

  private NpyArray array(String name) {
    try {
      return NpyArray.read(folder().resolve(name + ".npy"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name to values. */
  Map<String, float[]> tensors(String name) {
    SafeTensors file = SafeTensors.map(folder().resolve(name + ".safetensors"));
    Map<String, float[]> tensors = new LinkedHashMap<>();
    file.names().forEach(one -> tensors.put(one, file.get(one).toFloats()));
    return tensors;
  }

  /** The largest difference; the largest double if the lengths differ, or one is not a number. */
  static double difference(float[] found, float[] expected) {
    double largest = found.length == expected.length ? 0 : Double.MAX_VALUE;
    for (int i = 0; i < found.length && largest < Double.MAX_VALUE; i++) {
      double one = Math.abs((double) found[i] - expected[i]);
      largest = Double.isNaN(one) ? Double.MAX_VALUE : Math.max(largest, one);
    }
    return largest;
  }
}
