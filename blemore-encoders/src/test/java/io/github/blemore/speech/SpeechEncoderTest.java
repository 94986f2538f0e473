package io.github.blemore.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Device;
import io.github.blemore.Embedding;
import io.github.blemore.Encoding;
import io.github.blemore.Modality;
import io.github.blemore.NoEmbedding;
import io.github.blemore.Precision;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.SoundNeeds;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.pooling.LayerMean;
import io.github.blemore.pooling.TimePooling;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpeechEncoderTest {

  private static HubertEncoder.Builder hubert() {
    return HubertEncoder.builder(SpeechFixtures.HUBERT).device(Device.cpu());
  }

  private static float[] vector(Encoding encoding) {
    return ((Embedding) encoding).window(0);
  }

  private static float[] soundOfTheFixture() {
    float[] samples =
        SpeechFixtures.npy(SpeechFixtures.HUBERT.resolve("b1/raw_pcm16.npy")).toFloats();
    for (int i = 0; i < samples.length; i++) {
      samples[i] /= 32768;
    }
    return samples;
  }

  /** The original's hidden states {@code [layers + 1, frames, width]}. */
  private static float[][][] hiddenStates() {
    NpyArray states = SpeechFixtures.npy(SpeechFixtures.HUBERT.resolve("b1/hidden_states.npy"));
    float[] values = states.toFloats();
    int width = states.shape()[3];
    float[][][] layers = new float[states.shape()[0]][states.shape()[2]][];
    int from = 0;
    for (float[][] frames : layers) {
      for (int t = 0; t < frames.length; t++) {
        frames[t] = Arrays.copyOfRange(values, from, from + width);
        from += width;
      }
    }
    return layers;
  }

  @ParameterizedTest
  @EnumSource(TimePooling.class)
  void layersAndFramesOfTheOriginalArePooled(TimePooling pooling) {
    try (HubertEncoder encoder = hubert().layers(0, 1).pooling(pooling).build()) {
      float[] expected = pooling.apply(new LayerMean(0, 1).perFrame(hiddenStates()));
      ClipMedia clip = SpeechFixtures.clip(soundOfTheFixture());

      assertThat(encoder.info().dimension()).isEqualTo(expected.length);
      assertThat(vector(encoder.encode(List.of(clip)).get(0)))
          .containsExactly(expected, within(5e-5f));
    }
  }

  @Test
  void layersFromHalfOfTheDepthAreTheDefault() {
    try (HubertEncoder encoder = hubert().build();
        WavLmEncoder deeper =
            WavLmEncoder.builder(SpeechFixtures.WAVLM)
                .device(Device.cpu())
                .pooling(TimePooling.SEVEN_STATISTICS)
                .build()) {
      float[] expected = new LayerMean(1, 2).pool(hiddenStates());
      ClipMedia clip = SpeechFixtures.clip(soundOfTheFixture());

      assertThat(vector(encoder.encode(List.of(clip)).get(0)))
          .containsExactly(expected, within(5e-5f));
      assertThat(encoder.info().settings()).isEqualTo("layers 1-2, mean over time");
      assertThat(deeper.info().settings()).isEqualTo("layers 2-4, seven statistics over time");
    }
  }

  @Test
  void theInfoTellsWhatItIs() {
    try (HubertEncoder encoder = hubert().maxSeconds(3).id("voice").build()) {
      assertThat(encoder.info().id()).isEqualTo("voice");
      assertThat(encoder.info().modality()).isEqualTo(Modality.VOICE);
      assertThat(encoder.info().needs().sound()).contains(new SoundNeeds(16_000, 3));
      assertThat(encoder.info().needs().frames()).isEmpty();
      assertThat(encoder.info().computesOn()).isEqualTo("cpu, float32");
      assertThat(encoder.info().checkpointSha256()).isPresent();
    }
  }

  @Test
  void clipsOfEqualLengthAreComputedTogetherAndOthersDoNotMatter() {
    List<ClipMedia> batch =
        List.of(
            SpeechFixtures.noise(1, 9000),
            SpeechFixtures.noise(2, 5000),
            SpeechFixtures.noise(3, 9000),
            SpeechFixtures.noise(4, 399),
            SpeechFixtures.noise(5, 9000));
    try (HubertEncoder encoder = hubert().clipsAtOnce(4).build()) {
      List<Encoding> together = encoder.encode(batch);

      for (int i : new int[] {0, 1, 2, 4}) {
        Encoding alone = encoder.encode(List.of(batch.get(i))).get(0);
        assertThat(vector(together.get(i))).containsExactly(vector(alone), within(1e-5f));
      }
      assertThat(together.get(3)).isInstanceOf(NoEmbedding.class);
    }
  }

  @Test
  void aSoundOfLessThanOneFrameGivesNoEmbedding() {
    try (HubertEncoder encoder = hubert().build()) {
      assertThat(encoder.encode(List.of(SpeechFixtures.noise(1, 399))))
          .containsExactly(
              new NoEmbedding("hubert", "the sound has 399 samples: 400 are needed for one frame"));
      assertThat(encoder.encode(List.of(SpeechFixtures.noise(1, 400))).get(0))
          .isInstanceOf(Embedding.class);
    }
  }

  @Test
  void silenceIsFinite() {
    ClipMedia silence = SpeechFixtures.clip(new float[4000]);
    try (HubertEncoder base = hubert().build();
        WavLmEncoder large =
            WavLmEncoder.builder(SpeechFixtures.WAVLM).device(Device.cpu()).build()) {
      // An embedding of anything not finite cannot be made.
      assertThat(base.encode(List.of(silence)).get(0)).isInstanceOf(Embedding.class);
      assertThat(large.encode(List.of(silence)).get(0)).isInstanceOf(Embedding.class);
    }
  }

  @Test
  void loudnessDoesNotMatterOnceNormalized() {
    float[] quiet = soundOfTheFixture();
    float[] loud = quiet.clone();
    for (int i = 0; i < loud.length; i++) {
      loud[i] = 3 * loud[i] + 0.1f;
    }
    try (HubertEncoder encoder = hubert().build()) {
      float[] expected = vector(encoder.encode(List.of(SpeechFixtures.clip(quiet))).get(0));

      assertThat(vector(encoder.encode(List.of(SpeechFixtures.clip(loud))).get(0)))
          .containsExactly(expected, within(1e-4f));
    }
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> hubert().layers(0, 3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("layers of encoder hubert are 0 to 3", "has 2");
    assertThatThrownBy(() -> hubert().layers(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in this order");
    assertThatThrownBy(() -> hubert().layers(0, 1).layers(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layers of encoder hubert is set twice");
    assertThatThrownBy(() -> hubert().pooling(TimePooling.MEAN).pooling(TimePooling.LAST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pooling of encoder hubert is set twice: MEAN");
    assertThatThrownBy(() -> hubert().maxSeconds(1).maxSeconds(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxSeconds of encoder hubert is set twice");
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> hubert().maxSeconds(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be above 0 and finite");
    }
  }

  @Test
  void theSumOfLayersIsThatOfTheRecordedOnes() {
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.WAVLM, Precision.FLOAT32)) {
      SpeechNet net = new SpeechNet(weights);
      Path pcm16 = SpeechFixtures.WAVLM.resolve("b1/raw_pcm16.npy");
      Recording all = new Recording();
      LayerSum sum = new LayerSum(new LayerMean(1, 3));
      net.forward(SpeechFixtures.sounds(weights, pcm16, 16_000), all);
      net.forward(SpeechFixtures.sounds(weights, pcm16, 16_000), sum);
      float[] mean = sum.mean().toFloatArray();
      List<float[]> states = all.hiddenStates().values().stream().map(NpyArray::toFloats).toList();

      for (int i = 0; i < mean.length; i++) {
        double expected = 0;
        for (int layer = 1; layer <= 3; layer++) {
          expected += states.get(layer)[i] / 3;
        }
        assertThat((double) mean[i]).isCloseTo(expected, within(1e-5));
      }
    }
  }
}
