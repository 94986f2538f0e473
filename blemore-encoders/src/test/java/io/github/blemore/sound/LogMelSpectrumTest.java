package io.github.blemore.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the definition, and the counts of transformers.js's test of the processor. */
class LogMelSpectrumTest {

  private static float[] noise(int length) {
    Random random = new Random(length);
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (float) (random.nextGaussian() / 5);
    }
    return samples;
  }

  private static double hertz(int corner) {
    double mel = 2595 * Math.log10(1 + 8000 / 700.0) * corner / 129;
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /** One value, sum by sum. */
  private static double slow(float[] sound, int frame, int mel) {
    double sum = 0;
    for (int bin = 0; bin <= 256; bin++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < 320; i++) {
        int at = frame * 160 - 160 + i;
        double value = at < 0 ? 0 : sound[at] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / 320));
        re += value * Math.cos(2 * Math.PI * bin * i / 512);
        im -= value * Math.sin(2 * Math.PI * bin * i / 512);
      }
      double at = bin * 31.25;
      double up = (at - hertz(mel)) / (hertz(mel + 1) - hertz(mel));
      double down = (hertz(mel + 2) - at) / (hertz(mel + 2) - hertz(mel + 1));
      sum += Math.max(0, Math.min(up, down)) * Math.hypot(re, im);
    }
    return Math.log(sum + 0.001);
  }

  @Test
  void isWhatTheDefinitionSays() {
    float[] sound = noise(801);
    LogMelSpectrum spectrum = LogMelSpectrum.of(sound);

    assertThat(spectrum.count()).isEqualTo(5);
    for (int frame = 0; frame < 5; frame++) {
      float[] values = spectrum.frame(frame);
      assertThat(values).hasSize(128);
      for (int mel = 0; mel < 128; mel += 9) {
        assertThat((double) values[mel])
            .as("filter %d of frame %d", mel, frame)
            .isCloseTo(slow(sound, frame, mel), within(1e-4));
      }
    }
  }

  /** 13 s and 2 s have 1299 and 199 frames there. */
  @ParameterizedTest
  @CsvSource({
    "208000, 1299, 1299",
    "32000, 199, 199",
    "640, 3, 3",
    "641, 4, 4",
    "700, 4, 4",
    "161, 1, 1",
    "160, 1, 0",
    "128, 0, 0",
    "1, 0, 0",
    "0, 0, 0",
    "1100, 7, 6",
    "1281, 8, 8",
    "1270, 7, 7",
    "1350, 8, 8",
    "930, 6, 5"
  })
  void hasAsManyFramesAsTheFilledSound(int samples, int frames, int ofSound) {
    LogMelSpectrum spectrum = LogMelSpectrum.of(new float[samples]);

    assertThat(spectrum.count()).isEqualTo(frames);
    for (int i = 0; i < frames; i++) {
      assertThat(spectrum.isOfSound(i)).as("frame %d", i).isEqualTo(i < ofSound);
      assertThat(spectrum.frame(i)).containsOnly(i < ofSound ? (float) Math.log(0.001) : 0);
    }
  }
}
