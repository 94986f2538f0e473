package io.github.blemore.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Precision;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Taps;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechNetTest {

  private static final double HIDDEN_STATES = 1e-4;
  private static final double OTHERS = 5e-5;

  private static Path folder(String name) {
    return Path.of("src/test/resources/fixtures", name);
  }

  private static NpyArray state(Recording run, int index) {
    return Objects.requireNonNull(run.hiddenStates().get(index), "hidden state " + index);
  }

  private static NpyArray value(Recording run, String name) {
    return Objects.requireNonNull(run.values().get(name), name);
  }

  private static void assertEqual(NpyArray actual, NpyArray expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] values = actual.toFloats();
    float[] wanted = expected.toFloats();
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) values[i]).as("value %d", i).isCloseTo(wanted[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hubert_base", "wavlm_large"})
  void oneSoundGivesWhatTheOriginalGives(String name) {
    Path example = folder(name).resolve("b1");
    try (Weights weights = SpeechFixtures.weights(folder(name), Precision.FLOAT32)) {
      Recording run = new Recording();
      new SpeechNet(weights)
          .forward(SpeechFixtures.sounds(weights, example.resolve("raw_pcm16.npy"), 16_000), run);

      NpyArray states = SpeechFixtures.npy(example.resolve("hidden_states.npy"));
      int each = states.size() / states.shape()[0];
      assertThat(run.hiddenStates()).hasSize(states.shape()[0]);
      run.hiddenStates()
          .forEach(
              (i, state) ->
                  assertEqual(
                      state,
                      NpyArray.ofFloats(
                          Arrays.copyOfRange(states.toFloats(), i * each, (i + 1) * each),
                          1,
                          states.shape()[2],
                          states.shape()[3]),
                      HIDDEN_STATES));
      for (String value : new String[] {"conv_features", "pos_conv"}) {
        assertEqual(value(run, value), SpeechFixtures.npy(example.resolve(value + ".npy")), OTHERS);
      }
      assertThat(value(run, "last_hidden_state").toFloats())
          .isEqualTo(state(run, states.shape()[0] - 1).toFloats());
    }
  }

  @Test
  void layersThatAreNotWantedAreNotComputed() {
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.WAVLM, Precision.FLOAT32)) {
      SpeechNet net = new SpeechNet(weights);
      Path pcm16 = SpeechFixtures.WAVLM.resolve("b1/raw_pcm16.npy");
      Recording all = new Recording();
      Recording some = new Recording();
      net.forward(SpeechFixtures.sounds(weights, pcm16, 16_000), all);
      float[] result =
          net.forwardTo(2, SpeechFixtures.sounds(weights, pcm16, 16_000), some).toFloatArray();

      assertThat(all.hiddenStates()).containsOnlyKeys(0, 1, 2, 3, 4);
      assertThat(some.hiddenStates()).containsOnlyKeys(0, 1, 2);
      assertThat(some.values()).doesNotContainKey("last_hidden_state");
      assertThat(result).isEqualTo(state(all, 2).toFloats());
    }
  }

  @Test
  void paddedSoundsGiveWhatTheOriginalGivesInBaseStyle() {
    Path example = SpeechFixtures.HUBERT.resolve("pad");
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.HUBERT, Precision.FLOAT32)) {
      SpeechNet net = new SpeechNet(weights);
      int[] lengths = SpeechFixtures.integers(example.resolve("lengths.npy"));
      NDArray sounds = SpeechFixtures.sounds(weights, example.resolve("raw_pcm16.npy"), lengths);
      Recording masked = new Recording();
      net.forwardMasked(sounds, lengths, masked);
      Recording unmasked = new Recording();
      net.forward(sounds, unmasked);

      assertEqual(
          state(masked, 2),
          SpeechFixtures.npy(example.resolve("mask_hidden_states_2.npy")),
          HIDDEN_STATES);
      assertEqual(
          state(unmasked, 2),
          SpeechFixtures.npy(example.resolve("nomask_hidden_states_2.npy")),
          HIDDEN_STATES);
    }
  }

  @Test
  void paddedSoundsGiveWhatTheOriginalGivesInLargeStyle() {
    Path example = SpeechFixtures.WAVLM.resolve("pad");
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.WAVLM, Precision.FLOAT32)) {
      SpeechNet net = new SpeechNet(weights);
      int[] lengths = SpeechFixtures.integers(example.resolve("lengths.npy"));
      NDArray sounds = SpeechFixtures.sounds(weights, example.resolve("raw_pcm16.npy"), lengths);
      Recording masked = new Recording();
      net.forwardMasked(sounds, lengths, masked);
      Recording unmasked = new Recording();
      net.forward(sounds, unmasked);

      assertEqual(
          value(masked, "last_hidden_state"),
          SpeechFixtures.npy(example.resolve("mask_last_hidden_state.npy")),
          OTHERS);
      assertEqual(
          value(unmasked, "last_hidden_state"),
          SpeechFixtures.npy(example.resolve("nomask_last_hidden_state.npy")),
          OTHERS);
    }
  }

  @Test
  void withoutNormOverTimeAMaskedSoundIsWhatItIsAlone() {
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.WAVLM, Precision.FLOAT32)) {
      SpeechNet net = new SpeechNet(weights);
      Path pcm16 = SpeechFixtures.WAVLM.resolve("pad/raw_pcm16.npy");
      NDArray sounds = SpeechFixtures.sounds(weights, pcm16, 6400, 8011, 9600);
      int frames = net.grid().frames(6400);
      float[] together =
          net.forwardMasked(sounds, new int[] {6400, 8011, 9600}, Taps.NONE)
              .get("0, :" + frames)
              .toFloatArray();
      float[] alone = net.forward(sounds.get("0:1, :6400"), Taps.NONE).toFloatArray();

      assertThat(together).containsExactly(alone, within(2e-5f));
    }
  }

  @Test
  void bf16IsCloseToFloat32() {
    Path pcm16 = SpeechFixtures.WAVLM.resolve("b1/raw_pcm16.npy");
    for (Path folder : new Path[] {SpeechFixtures.WAVLM, SpeechFixtures.HUBERT}) {
      try (Weights exact = SpeechFixtures.weights(folder, Precision.FLOAT32);
          Weights coarse = SpeechFixtures.weights(folder, Precision.BF16)) {
        float[] wanted =
            new SpeechNet(exact)
                .forward(SpeechFixtures.sounds(exact, pcm16, 16_000), Taps.NONE)
                .toFloatArray();
        float[] values =
            new SpeechNet(coarse)
                .forward(SpeechFixtures.sounds(coarse, pcm16, 16_000), Taps.NONE)
                .toFloatArray();

        assertThat(relativeError(values, wanted)).isBetween(1e-4, 0.05);
      }
    }
  }

  private static double relativeError(float[] values, float[] wanted) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < wanted.length; i++) {
      difference += Math.pow(values[i] - wanted[i], 2);
      size += Math.pow(wanted[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  @Test
  void soundsOfAWrongShapeOrLengthAreRefused() {
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.HUBERT, Precision.FLOAT32)) {
      SpeechNet net = new SpeechNet(weights);
      NDArray flat = weights.manager().zeros(new Shape(16_000));
      NDArray brief = weights.manager().zeros(new Shape(1, 399));
      NDArray two = weights.manager().zeros(new Shape(2, 800));

      assertThatThrownBy(() -> net.forward(flat, Taps.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be [batch, samples]");
      assertThatThrownBy(() -> net.forward(brief, Taps.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("of 400 samples or more");
      assertThatThrownBy(() -> net.forwardMasked(two, new int[] {800}, Taps.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 lengths for 2 sounds");
      for (int wrong : new int[] {399, 801}) {
        assertThatThrownBy(() -> net.forwardMasked(two, new int[] {800, wrong}, Taps.NONE))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("must be 400..800");
      }
    }
  }
}
