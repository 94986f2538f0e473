package io.github.blemore.pooling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SevenStatisticsTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures/aggregate");

  private static NpyArray read(String type, String clip, String what) throws IOException {
    return NpyArray.read(FIXTURES.resolve(type).resolve("clip_" + clip + "_" + what + ".npy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d"})
  void areTheOriginalsInFloat64(String clip) throws IOException {
    NpyArray input = read("float64", clip, "input");
    int columns = input.shape()[1];
    double[] values = input.toDoubles();
    double[][] frames = new double[input.shape()[0]][];
    Arrays.setAll(frames, t -> Arrays.copyOfRange(values, t * columns, (t + 1) * columns));

    assertThat(SevenStatistics.of(frames))
        .containsExactly(read("float64", clip, "output").toDoubles(), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d"})
  void areTheOriginalsInFloat32(String clip) throws IOException {
    NpyArray input = read("float32", clip, "input");
    int columns = input.shape()[1];
    float[] values = input.toFloats();
    float[][] frames = new float[input.shape()[0]][];
    Arrays.setAll(frames, t -> Arrays.copyOfRange(values, t * columns, (t + 1) * columns));

    assertThat(SevenStatistics.of(frames))
        .containsExactly(read("float32", clip, "output").toDoubles(), within(1e-6));
  }

  @Test
  void standInTheOrderOfTheBaseline() {
    double[][] frames = {{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}};

    assertThat(SevenStatistics.of(frames))
        .containsExactly(
            new double[] {
              3, 30, Math.sqrt(2), Math.sqrt(200), 1.4, 14, 2, 20, 3, 30, 4, 40, 4.6, 46
            },
            within(1e-12));
  }

  @Test
  void meansOfFloat32AreSummedInFloat32() {
    float[][] frames = {{1 << 24}, {1}, {1}, {1}};

    assertThat(SevenStatistics.of(frames)[0]).isEqualTo((1 << 24) / 4.0);
  }

  @Test
  void aSingleFrameIsItsOwnPercentiles() {
    assertThat(SevenStatistics.of(new double[][] {{7}})).containsExactly(7, 0, 7, 7, 7, 7, 7);
  }

  @Test
  void refusesWhatHasNoStatistics() {
    assertThatThrownBy(() -> SevenStatistics.of(new float[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 frames");
    assertThatThrownBy(() -> SevenStatistics.of(new double[3][0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 frames of 0 values");
    assertThatThrownBy(() -> SevenStatistics.of(new double[][] {{1, 2}, {1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frame 1 has 1 values, frame 0 has 2");
    assertThatThrownBy(() -> SevenStatistics.of(new float[][] {{1, 2}, {1, Float.NaN}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value 1 of frame 1 is NaN");
  }
}
