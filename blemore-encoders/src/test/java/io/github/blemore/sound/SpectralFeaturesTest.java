package io.github.blemore.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the definition of the transform, and against torchaudio 0.13.1's numbers. */
class SpectralFeaturesTest {

  private static NpyArray fixture(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SpectralFeaturesTest.class.getResourceAsStream(
                "/fixtures/audio_preprocess/" + name + ".npy"))) {
      return NpyArray.parse(in.readAllBytes());
    }
  }

  private static void assertClose(float[][] got, NpyArray expected, double tolerance) {
    assertThat(expected.shape()).containsExactly(got.length, got[0].length);
    float[] values = expected.toFloats();
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, Math.abs(got[i / got[0].length][i % got[0].length] - values[i]));
    }
    assertThat(worst).isLessThan(tolerance);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16, 32, 64, 512, 2048})
  void transformIsTheSumOfItsDefinition(int size) {
    Random random = new Random(size);
    double[] x = random.doubles(size, -1, 1).toArray();
    double[] data = x.clone();
    double[] power = new double[size / 2 + 1];
    RealFft fft = new RealFft(size);
    fft.transform(data);
    fft.power(x.clone(), power);
    for (int k = 0; k <= size / 2; k++) {
      double re = 0;
      double im = 0;
      for (int n = 0; n < size; n++) {
        double angle = -2 * Math.PI * ((long) k * n % size) / size;
        re += x[n] * Math.cos(angle);
        im += x[n] * Math.sin(angle);
      }
      boolean edge = k == 0 || k == size / 2;
      assertThat(data[k == size / 2 ? 1 : 2 * k]).isCloseTo(re, within(1e-11));
      assertThat(edge ? 0 : data[2 * k + 1]).isCloseTo(im, within(1e-11));
      assertThat(power[k]).isCloseTo(re * re + im * im, within(1e-9));
    }
  }

  @Test
  void transformRefusesOtherSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RealFft(400))
        .withMessageContaining("400");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RealFft(8).transform(new double[16]))
        .withMessageContaining("16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RealFft(8).power(new double[8], new double[8]))
        .withMessageContaining("power");
  }

  @Test
  void filterBankIsTorchaudios() throws IOException {
    float[] samples = fixture("stereo48k_mono16k").toFloats();
    double mean = 0;
    for (float sample : samples) {
      mean += sample / samples.length;
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] -= (float) mean;
    }
    assertClose(KaldiFeatures.fbank(128).compute(samples), fixture("fbank128"), 2e-3);
  }

  @Test
  void kaldiMfccIsTorchaudios() throws IOException {
    float[] samples = fixture("stereo48k_mono16k").toFloats();
    assertClose(KaldiFeatures.mfcc(13).compute(samples), fixture("mfcc13_kaldi"), 1e-3);
  }

  @Test
  void cepstrumIsTorchaudios() throws IOException {
    float[] samples = fixture("stereo48k_mono16k").toFloats();
    assertClose(MelFrequencyCepstrum.of(13).compute(samples), fixture("mfcc13_transforms"), 1e-3);
  }

  @Test
  void shortSoundHasNoKaldiFrame() {
    assertThat(KaldiFeatures.mfcc(13).compute(new float[399])).isEmpty();
    assertThat(KaldiFeatures.mfcc(13).compute(new float[400])).hasDimensions(1, 13);
    assertThat(KaldiFeatures.fbank(40).compute(new float[560])).hasDimensions(2, 40);
  }

  @Test
  void cepstrumRefusesSoundTooShortToMirror() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MelFrequencyCepstrum.of(13).compute(new float[200]))
        .withMessageContaining("200 samples");
    assertThat(MelFrequencyCepstrum.of(13).compute(new float[201])).hasDimensions(13, 2);
  }

  @Test
  void countsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> KaldiFeatures.fbank(0));
    assertThatIllegalArgumentException().isThrownBy(() -> KaldiFeatures.mfcc(24));
    assertThatIllegalArgumentException().isThrownBy(() -> MelFrequencyCepstrum.of(129));
  }
}
