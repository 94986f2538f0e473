package io.github.blemore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationTest {

  private static final float TOLERANCE = 1e-6f;

  private static Normalization named(String name) {
    return switch (name) {
      case "clip" -> Normalization.CLIP;
      case "timesformer" -> Normalization.TIMESFORMER;
      default -> Normalization.IMAGENET;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"videomae", "s4d", "timesformer", "clip"})
  void makesTheReferenceOfEveryByte(String name) throws IOException {
    float[] table = NpyArray.read(Pictures.fixture("normalize_table_" + name + ".npy")).toFloats();

    assertThat(table).hasSize(3 * 256);
    for (int i = 0; i < table.length; i++) {
      assertThat(named(name).apply(i / 256, i % 256)).isCloseTo(table[i], within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "videomae, bilinear_crop224, 1080x1920",
    "videomae, bilinear_crop224, 97x61",
    "timesformer, bilinear_crop224, 361x641",
    "clip, bicubic_crop224, 361x641",
    "clip, bicubic_crop224, 97x61",
    "s4d, bilinear_squash160, 361x641"
  })
  void laysPlanesOutAsTheReference(String name, String folder, String image) throws IOException {
    RgbImage picture = Pictures.png(folder + "/" + image + ".png");
    float[] rows =
        NpyArray.read(Pictures.fixture(name + "/" + image + "_rows104to107.npy")).toFloats();

    float[] planes = named(name).toChw(picture);

    int width = picture.width();
    assertThat(rows).hasSize(3 * 4 * width);
    for (int i = 0; i < rows.length; i++) {
      int channel = i / (4 * width);
      int at = channel * width * picture.height() + 104 * width + i % (4 * width);
      assertThat(planes[at]).isCloseTo(rows[i], within(TOLERANCE));
    }
  }

  @Test
  void takesValuesOfOnesOwn() {
    Normalization own = Normalization.of(new double[] {0, 0.5, 1}, new double[] {1, 0.5, 2});

    assertThat(own.toChw(new RgbImage(1, 1, new byte[] {(byte) 255, (byte) 255, 0})))
        .containsExactly(1f, 1f, -0.5f);
  }

  @Test
  void refusesValues() {
    double[] good = {0.5, 0.5, 0.5};

    assertThatThrownBy(() -> Normalization.of(new double[] {0.5}, good))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mean has 1 values");
    assertThatThrownBy(() -> Normalization.of(good, new double[] {0.5, 0, 0.5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("std holds 0.0");
    assertThatThrownBy(() -> Normalization.of(new double[] {0.5, Double.NaN, 0.5}, good))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mean holds NaN");
  }
}
