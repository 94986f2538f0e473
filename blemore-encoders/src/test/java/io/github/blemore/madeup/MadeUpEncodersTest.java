package io.github.blemore.madeup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.Clip;
import io.github.blemore.Embedding;
import io.github.blemore.Encoder;
import io.github.blemore.Encoding;
import io.github.blemore.contract.ContractMedia;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.FrameNeeds;
import io.github.blemore.media.Frames;
import io.github.blemore.media.MediaNeeds;
import io.github.blemore.media.MediaSpan;
import io.github.blemore.spec.EncoderSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every made-up checkpoint in the encoder that reads its family. */
class MadeUpEncodersTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(MadeUpFamily.class)
  void differentClipsGiveDifferentFiniteEmbeddings(MadeUpFamily family) throws IOException {
    MadeUpCheckpoint.of(family).seed(3).write(folder);
    String text = "%s:%s:device=cpu".formatted(family.encoder(), folder);

    try (Encoder encoder = EncoderSpec.parse(text).open()) {
      assertThat(encoder.info().hasMadeUpWeights()).isTrue();
      List<ClipMedia> clips =
          List.of(media(encoder.info().needs(), 1), media(encoder.info().needs(), 2));
      List<Encoding> encodings = encoder.encode(clips);
      float[] one = ((Embedding) encodings.get(0)).vector();
      float[] other = ((Embedding) encodings.get(1)).vector();
      assertThat(deviation(one)).isBetween(0.05, 20.0);
      double difference = 0;
      for (int i = 0; i < one.length; i++) {
        difference += Math.pow(one[i] - other[i], 2) / one.length;
      }
      assertThat(Math.sqrt(difference)).isGreaterThan(0.05 * deviation(one));
    }
  }

  private static ClipMedia media(MediaNeeds needs, int seed) {
    if (needs.frames().isEmpty()) {
      return ContractMedia.random(needs, seed);
    }
    FrameNeeds frames = needs.frames().get();
    int width = frames.fit().width();
    List<byte[]> images = new ArrayList<>();
    double[] seconds = new double[frames.sampling().count()];
    for (int i = 0; i < seconds.length; i++) {
      byte[] image = new byte[width * frames.fit().height() * 3];
      for (int at = 0; at < image.length; at++) {
        image[at] = (byte) (at / 3 % width * seed / 2 + at / 3 / width / seed + 10 * i + 50 * seed);
      }
      images.add(image);
      seconds[i] = i / 4.0;
    }
    return ClipMedia.builder(Clip.of(Path.of(seed + ".mov")), new MediaSpan(0, 4))
        .frames(Frames.of(width, frames.fit().height(), images, seconds))
        .build();
  }

  private static double deviation(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value / values.length;
    }
    double power = 0;
    for (float value : values) {
      power += (value - mean) * (value - mean) / values.length;
    }
    return Math.sqrt(power);
  }
}
