package io.github.blemore.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.image.Normalization;
import io.github.blemore.media.Frames;
import io.github.blemore.media.ImageFit;
import java.nio.LongBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published sizes, against the counts and sums that transformers.js's {@code
 * test_processor_embedding_gemma2.js} states: values of the Python processor.
 */
class GemmaFramesTest {

  private static final Normalization PLAIN =
      Normalization.of(new double[3], new double[] {1, 1, 1});
  private static final GemmaTokens TOKENS =
      new GemmaTokens(List.of(2), List.of(1), 255_999, 258_884, 258_882);

  private static GemmaFrames published(int features) {
    return new GemmaFrames(16, 3, features, 1, 32, PLAIN);
  }

  private static long sum(OnnxInput.Values values) {
    LongBuffer longs = (LongBuffer) values.values();
    long sum = 0;
    while (longs.hasRemaining()) {
      sum += longs.get();
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"640, 480, 280, 266, 115857", "480, 480, 140, 121, 34506"})
  void placesSumUpToThePublishedValues(
      int width, int height, int most, int features, long sumOfPlaces) {
    GemmaFrames frames = published(most);
    ImageFit fit = ((ImageFit.KeepAspect) frames.fit()).of(width, height);

    assertThat(fit.width() / 48 * (fit.height() / 48)).isEqualTo(features);
    assertThat(frames.pixelShape().getShape()).containsExactly(1, 9L * most, 768);
    assertThat(frames.placeShape().getShape()).containsExactly(1, 9L * most, 2);
    assertThat(sum(frames.places(fit.width(), fit.height()))).isEqualTo(sumOfPlaces);
  }

  @Test
  void aVideoOfThreeFramesHas371Tokens() {
    LongBuffer ids = TOKENS.of(3, 121);

    assertThat(ids.remaining()).isEqualTo(371);
    assertThat(ids.get(0)).isEqualTo(2);
    assertThat(ids.get(370)).isEqualTo(1);
    for (int frame = 0; frame < 3; frame++) {
      int begin = 1 + frame * 123;
      assertThat(ids.get(begin)).isEqualTo(255_999);
      for (int i = begin + 1; i <= begin + 121; i++) {
        assertThat(ids.get(i)).isEqualTo(258_884);
      }
      assertThat(ids.get(begin + 122)).isEqualTo(258_882);
    }
  }

  @Test
  void featuresAreCountedInCells() {
    Frames wide = Frames.of(720, 384, List.of(new byte[720 * 384 * 3]), new double[] {0});
    assertThat(published(140).featuresOf(wide)).isEqualTo(120);
  }
}
