package io.github.blemore.acoustic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Features of sounds whose answers are known. */
class AcousticFeaturesTest {

  private static final double[] NO_SCATTER = new double[0];

  @ParameterizedTest
  @ValueSource(doubles = {56, 80, 220, 440, 880, 990})
  void pitchOfTone(double hertz) {
    Encoded tone = Encoded.of(Signals.tone(hertz, 1));
    assertThat(tone.get("voiced.fraction")).isEqualTo(1);
    assertThat(Encoded.hertz(tone.get("f0.semitone.mean"))).isCloseTo(hertz, withinPercentage(0.1));
    assertThat(tone.get("f0.semitone.std")).isLessThan(0.01);
    assertThat(tone.get("jitter.local.mean")).isLessThan(1e-3);
    assertThat(tone.get("shimmer.local.db.mean")).isLessThan(0.01);
    assertThat(tone.get("level.db.mean")).isCloseTo(-9.03, within(0.05));
  }

  @ParameterizedTest
  @CsvSource({"80,1", "123.4,1", "220,1", "440,1", "80,2", "123.4,2", "440,2", "80,3", "220,3"})
  void pitchOfHarmonicsWithAndWithoutTheFundamental(double hertz, int first) {
    Encoded voice = Encoded.of(Signals.harmonics(hertz, first, 8, 1));
    assertThat(Encoded.hertz(voice.get("f0.semitone.mean")))
        .isCloseTo(hertz, withinPercentage(0.1));
    assertThat(voice.get("f0.semitone.std")).isLessThan(0.01);
  }

  @ParameterizedTest
  @CsvSource({"90,1", "150,1", "300,1", "150,2"})
  void pitchSurvivesNoiseAtFiveDecibels(double hertz, int first) {
    float[] voice = Signals.withNoise(Signals.harmonics(hertz, first, 10, 2), 5, 1);
    Encoded noisy = Encoded.of(voice);
    assertThat(noisy.get("voiced.fraction")).isGreaterThan(0.97);
    assertThat(noisy.medianHertz()).isCloseTo(hertz, withinPercentage(0.5));
    assertThat(noisy.get("f0.semitone.std")).isLessThan(0.3);
  }

  @Test
  void pitchFollowsSweep() {
    Encoded up = Encoded.of(Signals.sweep(100, 400, 2));
    Encoded down = Encoded.of(Signals.sweep(400, 100, 2));
    for (Encoded sweep : new Encoded[] {up, down}) {
      assertThat(sweep.get("voiced.fraction")).isEqualTo(1);
      assertThat(Encoded.hertz(sweep.get("f0.semitone.p20"))).isCloseTo(160, within(3.0));
      assertThat(Encoded.hertz(sweep.get("f0.semitone.p50"))).isCloseTo(250, within(3.0));
      assertThat(Encoded.hertz(sweep.get("f0.semitone.p80"))).isCloseTo(340, within(3.0));
    }
    assertThat(up.get("f0.semitone.range"))
        .isCloseTo(12 * Math.log(340 / 160.0) / Math.log(2), within(0.3));
    assertThat(up.get("f0.semitone.rising.mean")).isCloseTo(12, within(0.5));
    assertThat(up.get("f0.semitone.falling.mean")).isZero();
    assertThat(down.get("f0.semitone.falling.mean")).isCloseTo(-12, within(0.5));
    assertThat(down.get("f0.semitone.rising.mean")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "70,0.005",
    "70,0.02",
    "100,0.005",
    "100,0.01",
    "100,0.04",
    "200,0.01",
    "200,0.04",
    "350,0.02",
    "500,0.02"
  })
  void jitterIsWhatWasPutIn(double hertz, double scatter) {
    double[] times = Signals.pulseTimes(hertz, scatter, 3, 5);
    double imposed = 0;
    for (int i = 2; i < times.length; i++) {
      imposed += Math.abs(times[i] - 2 * times[i - 1] + times[i - 2]) / (times.length - 2);
    }
    imposed /= (times[times.length - 1] - times[0]) / (times.length - 1);
    Encoded pulses = Encoded.of(pulses(times, NO_SCATTER));
    assertThat(pulses.get("jitter.local.mean")).isCloseTo(imposed, withinPercentage(10));
    assertThat(pulses.get("jitter.local.std")).isBetween(0.4 * imposed, imposed);
    assertThat(pulses.medianHertz()).isCloseTo(hertz, withinPercentage(0.5));
  }

  @ParameterizedTest
  @CsvSource({"70,0.2", "70,2", "100,0.5", "100,1", "200,0.5", "200,2", "350,1"})
  void shimmerIsWhatWasPutIn(double hertz, double scatterDb) {
    double[] times = Signals.pulseTimes(hertz, 0, 3, 5);
    double[] amplitudes = Signals.pulseAmplitudes(times.length, scatterDb, 9);
    double imposed = 0;
    for (int i = 1; i < amplitudes.length; i++) {
      imposed +=
          Math.abs(20 * Math.log10(amplitudes[i] / amplitudes[i - 1])) / (amplitudes.length - 1);
    }
    Encoded pulses = Encoded.of(pulses(times, amplitudes));
    assertThat(pulses.get("shimmer.local.db.mean")).isCloseTo(imposed, withinPercentage(18));
    assertThat(pulses.get("shimmer.local.db.std")).isBetween(0.4 * imposed, imposed);
    assertThat(pulses.get("jitter.local.mean")).isLessThan(2e-3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {70, 100, 200, 350, 500})
  void regularPulsesHaveNeitherJitterNorShimmer(double hertz) {
    Encoded pulses = Encoded.of(pulses(Signals.pulseTimes(hertz, 0, 3, 5), NO_SCATTER));
    assertThat(pulses.medianHertz()).isCloseTo(hertz, withinPercentage(0.1));
    assertThat(pulses.get("f0.semitone.std")).isLessThan(0.2);
    assertThat(pulses.get("jitter.local.mean")).isLessThan(5e-4);
    assertThat(pulses.get("shimmer.local.db.mean")).isLessThan(0.03);
  }

  private static float[] pulses(double[] times, double[] amplitudes) {
    double[] all =
        amplitudes.length == 0 ? Signals.pulseAmplitudes(times.length, 0, 1) : amplitudes;
    return Signals.pulses(times, all, 3);
  }

  @ParameterizedTest
  @CsvSource({"120,20", "150,30", "150,20", "150,10", "150,5", "300,20", "300,10"})
  void harmonicsToNoiseRatioIsThatOfTheMixture(double hertz, double snr) {
    Encoded mixture = Encoded.of(Signals.withNoise(Signals.harmonics(hertz, 1, 10, 2), snr, 3));
    assertThat(mixture.get("hnr.db.mean")).isCloseTo(snr, within(0.5));
  }

  @Test
  void whiteNoiseIsUnvoicedAndFlat() {
    Encoded noise = Encoded.of(Signals.noise(0.1, 4, 3));
    assertThat(noise.get("voiced.fraction")).isZero();
    assertThat(noise.get("f0.semitone.mean")).isZero();
    assertThat(noise.get("hnr.db.mean")).isZero();
    assertThat(noise.get("unvoiced.seconds.mean")).isCloseTo(3.98, within(0.001));
    assertThat(noise.get("level.db.mean")).isCloseTo(-20, within(0.1));
    assertThat(noise.get("level.equivalent.db")).isCloseTo(-20, within(0.1));
    assertThat(noise.get("level.peaks_per_second")).isZero();
    assertThat(noise.get("spectral.slope0_500.unvoiced.mean")).isCloseTo(0, within(1.5));
    assertThat(noise.get("spectral.slope500_1500.unvoiced.mean")).isCloseTo(0, within(0.5));
    assertThat(noise.get("spectral.centroid.unvoiced.mean")).isCloseTo(4000, within(40.0));
    assertThat(noise.get("spectral.roll_off.unvoiced.mean")).isCloseTo(6800, within(60.0));
    // 950 Hz against 4000 Hz of equal density.
    assertThat(noise.get("spectral.alpha_ratio.unvoiced.mean"))
        .isCloseTo(10 * Math.log10(31 / 128.0), within(0.3));
  }

  @Test
  void spectrumOfTwoTones() {
    float[] x =
        Signals.of(
            1,
            t ->
                0.5 * Math.sin(2 * Math.PI * 500 * t)
                    + 0.05 * Math.sin(2 * Math.PI * 2500 * t + 1));
    Encoded tones = Encoded.of(x);
    assertThat(tones.get("spectral.alpha_ratio.voiced.mean")).isCloseTo(20, within(0.1));
    assertThat(tones.get("spectral.hammarberg.voiced.mean")).isCloseTo(20, within(0.1));
    assertThat(tones.get("spectral.centroid.voiced.mean"))
        .isCloseTo((500 + 0.01 * 2500) / 1.01, within(2.0));
    assertThat(tones.get("spectral.roll_off.voiced.mean")).isCloseTo(500, within(40.0));
    assertThat(tones.get("spectral.flux.mean")).isLessThan(0.05);
  }

  /** The window bends the decay a little: hence the tolerance. */
  @Test
  void slopesOfClicksThroughOnePole() {
    double pole = 0.9;
    float[] x = new float[32000];
    double blow = 0.5;
    for (int click = 580; click < x.length; click += 800) {
      blow = -blow;
      for (int i = 0; i < 60; i++) {
        x[click + i] = (float) (blow * Math.pow(pole, i));
      }
    }
    Encoded clicks = Encoded.of(x);
    assertThat(clicks.get("voiced.fraction")).isZero();
    assertThat(clicks.get("spectral.slope500_1500.unvoiced.mean"))
        .isCloseTo(onePoleSlope(pole, 500, 1500), within(1.0));
    assertThat(clicks.get("spectral.slope0_500.unvoiced.mean"))
        .isCloseTo(onePoleSlope(pole, 31.25, 500), within(1.0));
  }

  @Test
  void slopesAreThoseOfTheirDefinition() {
    float[] x = Signals.noise(0.1, 0.3, 6);
    double low = 0;
    double high = 0;
    int frames = 1 + (x.length - 400) / 160;
    for (int f = 0; f < frames; f++) {
      low += slowSlope(x, 160 * f, 1, 16) / frames;
      high += slowSlope(x, 160 * f, 16, 48) / frames;
    }
    Encoded noise = Encoded.of(x);
    assertThat(noise.get("spectral.slope0_500.unvoiced.mean")).isCloseTo(low, within(1e-3));
    assertThat(noise.get("spectral.slope500_1500.unvoiced.mean")).isCloseTo(high, within(1e-3));
  }

  private static double slowSlope(float[] x, int start, int firstBin, int lastBin) {
    double mean = 0;
    for (float v : x) {
      mean += v / (double) x.length;
    }
    double middle = 0.5 * (firstBin + lastBin);
    double products = 0;
    double squares = 0;
    for (int bin = firstBin; bin <= lastBin; bin++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < 400; i++) {
        double hamming = 0.54 - 0.46 * Math.cos(2 * Math.PI * (i + 0.5) / 400);
        re += (x[start + i] - mean) * hamming * Math.cos(2 * Math.PI * bin * i / 512);
        im += (x[start + i] - mean) * hamming * Math.sin(2 * Math.PI * bin * i / 512);
      }
      products += (bin - middle) * 10 * Math.log10(re * re + im * im);
      squares += (bin - middle) * (bin - middle);
    }
    return products / squares * 1000 / 31.25;
  }

  /** Least-squares slope of the power response at multiples of 31.25 Hz, in dB per kHz. */
  private static double onePoleSlope(double pole, double from, double to) {
    double middle = 0.5 * (from + to);
    double products = 0;
    double squares = 0;
    for (double hertz = from; hertz <= to; hertz += 31.25) {
      double response =
          1 / (1 - 2 * pole * Math.cos(2 * Math.PI * hertz / Signals.RATE) + pole * pole);
      products += (hertz - middle) * 10 * Math.log10(response);
      squares += (hertz - middle) * (hertz - middle);
    }
    return 1000 * products / squares;
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 4, 7})
  void levelPeaksAtTheRateOfSyllables(double rate) {
    float[] x =
        Signals.of(
            3,
            t ->
                0.3
                    * (1 - 0.8 * Math.cos(2 * Math.PI * rate * t))
                    * Math.sin(2 * Math.PI * 200 * t));
    assertThat(Encoded.of(x).get("level.peaks_per_second")).isCloseTo(rate, within(0.1));
  }

  @Test
  void levelSlopesOfRamp() {
    float[] x =
        Signals.of(2, t -> 0.5 * Math.pow(10, -Math.abs(t - 1)) * Math.sin(2 * Math.PI * 200 * t));
    Encoded ramp = Encoded.of(x);
    assertThat(ramp.get("level.db.rising.mean")).isCloseTo(20, within(0.5));
    assertThat(ramp.get("level.db.falling.mean")).isCloseTo(-20, within(0.5));
    assertThat(ramp.get("level.db.rising.std")).isLessThan(2);
    assertThat(ramp.get("level.peaks_per_second")).isCloseTo(0.5, within(0.01));
  }

  @Test
  void voicedSegments() {
    float[] silence = new float[8000];
    float[] x =
        Signals.concat(silence, Signals.tone(200, 0.5), silence, Signals.tone(150, 0.3), silence);
    Encoded speech = Encoded.of(x);
    double seconds = x.length / 16000.0;
    assertThat(speech.get("voiced.segments_per_second")).isCloseTo(2 / seconds, within(0.02));
    assertThat(speech.get("voiced.seconds.mean")).isCloseTo(0.4, within(0.05));
    assertThat(speech.get("voiced.seconds.std")).isCloseTo(0.1, within(0.02));
    assertThat(speech.get("unvoiced.seconds.mean")).isCloseTo(0.5, within(0.05));
    assertThat(speech.get("voiced.fraction")).isCloseTo(0.8 / seconds, within(0.05));
    assertThat(speech.get("level.db.p20")).isEqualTo(-90);
  }

  @Test
  void offsetChangesNothing() {
    float[] voice = Signals.withNoise(Signals.harmonics(150, 1, 10, 1), 20, 3);
    float[] offset = voice.clone();
    for (int i = 0; i < offset.length; i++) {
      offset[i] += 0.25f;
    }
    float[] expected = Encoded.of(voice).embedding().vector();
    float[] got = Encoded.of(offset).embedding().vector();
    for (int i = 0; i < expected.length; i++) {
      assertThat(got[i])
          .as(AcousticEncoder.featureNames().get(i))
          .isCloseTo(expected[i], within(1e-3f * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void clippingLeavesThePitch() {
    float[] voice = Signals.scaled(Signals.harmonics(150, 1, 10, 1), 8);
    int clipped = 0;
    for (int i = 0; i < voice.length; i++) {
      clipped += Math.abs(voice[i]) > 1 ? 1 : 0;
      voice[i] = Math.max(-1, Math.min(1, voice[i]));
    }
    assertThat(clipped).isGreaterThan(voice.length / 5);
    Encoded encoded = Encoded.of(voice);
    assertThat(encoded.medianHertz()).isCloseTo(150, withinPercentage(0.1));
    assertThat(encoded.get("jitter.local.mean")).isLessThan(1e-3);
  }

  @Test
  void twiceTheAmplitudeShiftsOnlyTheLevel() {
    double[] times = Signals.pulseTimes(180, 0.01, 3, 5);
    float[] voice =
        Signals.withNoise(pulses(times, Signals.pulseAmplitudes(times.length, 0.5, 2)), 25, 8);
    Encoded once = Encoded.of(voice);
    Encoded twice = Encoded.of(Signals.scaled(voice, 2));
    for (String name : AcousticEncoder.featureNames()) {
      boolean shifts = name.matches("level\\.(db\\.(mean|p20|p50|p80)|equivalent\\.db)");
      double shift = shifts ? 20 * Math.log10(2) : 0;
      assertThat(twice.get(name)).as(name).isCloseTo(once.get(name) + shift, within(1e-3));
    }
    assertThat(once.get("voiced.fraction")).isGreaterThan(0.95);
    assertThat(once.get("jitter.local.mean")).isGreaterThan(0.004);
  }
}
