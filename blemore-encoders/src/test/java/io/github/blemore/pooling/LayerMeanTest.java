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

class LayerMeanTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures/pooling");
  private static final LayerMean PROSODY = new LayerMean(6, 12);

  private static NpyArray read(String name) throws IOException {
    return NpyArray.read(FIXTURES.resolve(name + ".npy"));
  }

  private static float[][][] hiddenStates(String name) throws IOException {
    NpyArray array = read(name + "_hidden_states");
    float[] values = array.toFloats();
    int[] shape = array.shape();
    float[][][] states = new float[shape[0]][shape[1]][];
    for (int i = 0; i < shape[0] * shape[1]; i++) {
      states[i / shape[1]][i % shape[1]] =
          Arrays.copyOfRange(values, i * shape[2], (i + 1) * shape[2]);
    }
    return states;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void isTheOriginals(String name) throws IOException {
    assertThat(PROSODY.pool(hiddenStates(name)))
        .containsExactly(read(name + "_layers6to12_mean").toFloats(), within(1e-6f));
  }

  @Test
  void isTheOriginalsOfEachFrame() throws IOException {
    float[] expected = read("a_layers6to12_per_frame").toFloats();
    float[][] frames = PROSODY.perFrame(hiddenStates("a"));

    for (int t = 0; t < frames.length; t++) {
      assertThat(frames[t])
          .containsExactly(Arrays.copyOfRange(expected, t * 64, (t + 1) * 64), within(1e-6f));
    }
    assertThat(frames.length * 64).isEqualTo(expected.length);
  }

  @Test
  void countsBothEndsIn() {
    float[][][] states = {{{1}}, {{2}}, {{4}}, {{8}}};

    assertThat(new LayerMean(1, 2).pool(states)).containsExactly(3);
    assertThat(new LayerMean(3, 3).pool(states)).containsExactly(8);
  }

  @Test
  void refusesLayersThatAreNotThere() {
    assertThatThrownBy(() -> new LayerMean(-1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layers -1 to 2");
    assertThatThrownBy(() -> new LayerMean(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layers 3 to 2");
    assertThatThrownBy(() -> PROSODY.pool(new float[12][1][1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer 12 of a model of 11: must be one of 0 to 11");
  }

  @Test
  void refusesShapesThatDiffer() {
    assertThatThrownBy(() -> new LayerMean(0, 1).pool(new float[2][0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no frame");
    float[][][] ragged = {{{1, 2}, {3, 4}}, {{1, 2}, {3}}};
    assertThatThrownBy(() -> new LayerMean(0, 1).pool(ragged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frame 1 of layer 1");
    float[][][] shorter = {{{1}, {3}}, {{1}}};
    assertThatThrownBy(() -> new LayerMean(0, 1).pool(shorter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frame 0 of layer 1");
  }
}
