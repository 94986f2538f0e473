package io.github.blemore.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  private static float[] fixture(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            ResamplerTest.class.getResourceAsStream("/fixtures/audio_preprocess/" + name))) {
      return NpyArray.parse(file.readAllBytes()).toFloats();
    }
  }

  @ParameterizedTest
  @CsvSource({"stereo48k, 48000", "stereo44k1, 44100"})
  void agreesWithTorchaudio(String name, int rate) throws IOException {
    float[] stereo = fixture(name + "_pcm16.npy");
    float[] mono = new float[stereo.length / 2];
    for (int i = 0; i < mono.length; i++) {
      mono[i] = (stereo[2 * i] + stereo[2 * i + 1]) / 2 / 32768;
    }
    float[] expected = fixture(name + "_mono16k.npy");

    assertThat(Resampler.resample(mono, rate, 16000)).containsExactly(expected, within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({
    "48000, 16000",
    "44100, 16000",
    "22050, 16000",
    "8000, 16000",
    "96000, 16000",
    "11025, 16000",
    "48001, 16000",
    "1000, 384000",
    "384000, 1000",
    "96001, 96000",
    "100, 101",
    "1000000, 100"
  })
  void agreesWithTheSlowVersion(int fromRate, int toRate) {
    float[] sound = noise(fromRate > toRate ? 700 : 60, 4);

    float[] result = Resampler.resample(sound, fromRate, toRate);

    assertThat(result).containsExactly(slow(sound, fromRate, toRate), within(2e-6f));
  }

  @ParameterizedTest
  @CsvSource({
    "48000, 16000",
    "44100, 16000",
    "8000, 44100",
    "96001, 96000",
    "16000, 16000",
    "384000, 1000"
  })
  void piecesGiveTheSameToTheBit(int fromRate, int toRate) {
    float[] sound = noise(20_000, 7);
    float[] whole = Resampler.resample(sound, fromRate, toRate);
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      Resampler resampler = Resampler.of(fromRate, toRate);
      int at = 0;
      while (at < sound.length) {
        int piece = Math.min(random.nextInt(1 << (1 + random.nextInt(13))), sound.length - at);
        resampler.accept(sound, at, piece);
        at += piece;
      }

      assertThat(resampler.finish()).isEqualTo(whole);
    }
  }

  @Test
  void hasTheRightLength() {
    for (int samples = 0; samples < 1000; samples++) {
      assertThat(Resampler.resample(new float[samples], 44100, 16000))
          .hasSize((int) Math.ceil(samples * 160 / 441.0));
      assertThat(Resampler.resample(new float[samples], 48000, 16000)).hasSize((samples + 2) / 3);
    }
  }

  @Test
  void equalRatesPass() {
    float[] sound = noise(5000, 1);

    float[] result = Resampler.resample(sound, 22050, 22050);

    assertThat(result).isEqualTo(sound).isNotSameAs(sound);
  }

  @ParameterizedTest
  @CsvSource({"44100, 16000", "16000, 16000", "8000, 16000"})
  void keepsABeginning(int fromRate, int toRate) {
    float[] sound = noise(9000, 2);
    float[] whole = Resampler.resample(sound, fromRate, toRate);
    Resampler resampler = Resampler.ofAtMost(fromRate, toRate, 1000);
    resampler.accept(sound, 0, 200);
    assertThat(resampler.full()).isFalse();
    resampler.accept(sound, 200, 8800);

    assertThat(resampler.full()).isTrue();
    assertThat(resampler.outputLength()).isEqualTo(whole.length);
    assertThat(resampler.finish()).isEqualTo(Arrays.copyOf(whole, 1000));
  }

  @Test
  void keepsAllOfASoundThatIsShorter() {
    float[] sound = noise(900, 2);
    Resampler resampler = Resampler.ofAtMost(48000, 16000, 300);
    resampler.accept(sound, 0, sound.length);

    assertThat(resampler.finish()).isEqualTo(Resampler.resample(sound, 48000, 16000)).hasSize(300);
  }

  @Test
  void refusesArguments() {
    assertThatThrownBy(() -> Resampler.of(0, 16000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fromRate is 0 Hz: must be 100..1000000");
    assertThatThrownBy(() -> Resampler.of(48000, 1_000_001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("toRate is 1000001 Hz");
    assertThatThrownBy(() -> Resampler.ofAtMost(48000, 16000, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxSamples is 0");
    Resampler resampler = Resampler.of(48000, 16000);
    assertThatThrownBy(() -> resampler.accept(new float[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("3 samples at 2");
  }

  @Test
  void refusesASoundThatFitsNoArray() {
    Resampler resampler = Resampler.of(100, 1_000_000);

    assertThatThrownBy(() -> resampler.accept(new float[300_000], 0, 300_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3000000000 samples")
        .hasMessageContaining("ofAtMost");
  }

  @Test
  void isOverAfterFinish() {
    Resampler resampler = Resampler.of(48000, 16000);
    assertThat(resampler.finish()).isEmpty();

    assertThatThrownBy(resampler::finish).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> resampler.accept(new float[1], 0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("make a new one");
  }

  private static float[] noise(int samples, int seed) {
    Random random = new Random(seed);
    float[] sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      sound[i] = 2 * random.nextFloat() - 1;
    }
    return sound;
  }

  /** The rule as it is written, over all samples. */
  private static float[] slow(float[] x, int fromRate, int toRate) {
    int divisor = BigInteger.valueOf(fromRate).gcd(BigInteger.valueOf(toRate)).intValueExact();
    double o = (double) fromRate / divisor;
    double n = (double) toRate / divisor;
    double b = 0.99 * Math.min(o, n);
    float[] y = new float[(int) Math.ceil(n * x.length / o)];
    for (int j = 0; j < y.length; j++) {
      double sum = 0;
      for (int k = 0; k < x.length; k++) {
        double u = (k / o - j / n) * b;
        if (Math.abs(u) < 6) {
          double sinc = Math.abs(u) < 1e-12 ? 1 : Math.sin(Math.PI * u) / (Math.PI * u);
          sum += x[k] * sinc * Math.pow(Math.cos(Math.PI * u / 12), 2) * b / o;
        }
      }
      y[j] = (float) sum;
    }
    return y;
  }
}
