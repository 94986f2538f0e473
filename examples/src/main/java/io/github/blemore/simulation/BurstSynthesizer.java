package io.github.blemore.simulation;

import java.util.SplittableRandom;

/** Bursts of voice to sound. For one thread at a time. */
final class BurstSynthesizer {

  /** RMS level of a burst of LEVEL 0 in dB re full scale. */
  private static final double QUIET_TALK = -27;

  private static final double TREMOR_HZ = 6;
  private static final double CHOKE_SECONDS = 0.05;
  private static final double RELEASE = 0.2;

  /** Time for the resonances to fade. */
  private static final double TAIL_SECONDS = 0.03;

  private final SimulatedVoice voice;
  private final double sampleRate;
  private final int controlStep;

  BurstSynthesizer(SimulatedVoice voice, double sampleRate) {
    this.voice = voice;
    this.sampleRate = sampleRate;
    controlStep = (int) (sampleRate / 1000);
  }

  /** The burst from its inhaling on, float64 {@code [samples]}, full scale is -1..1. */
  double[] render(Burst burst, SplittableRandom random) {
    int inhaled = (int) (burst.inhale() * sampleRate);
    int voiced = (int) (burst.seconds() * sampleRate);
    double[] sound = new double[inhaled + voiced + (int) (TAIL_SECONDS * sampleRate)];
    inhale(sound, inhaled, burst.style(), random);
    voice(sound, inhaled, voiced, burst, random);
    VocalTract tract = new VocalTract(burst.style(), voice.tract(), sampleRate);
    double energy = 0;
    for (int i = 0; i < sound.length; i++) {
      sound[i] = tract.filter(sound[i]);
      energy += i < inhaled ? 0 : sound[i] * sound[i];
    }
    scale(sound, burst.style().get(VocalParameter.LEVEL), Math.sqrt(energy / voiced));
    return sound;
  }

  private static void inhale(
      double[] source, int length, VocalStyle style, SplittableRandom random) {
    double gasp = Math.max(0, style.get(VocalParameter.GASP));
    for (int i = 0; i < length; i++) {
      source[i] = gasp * random.nextDouble(-1, 1) * Math.sin(Math.PI * i / length);
    }
  }

  private void voice(double[] source, int from, int length, Burst burst, SplittableRandom random) {
    Glottis glottis = new Glottis(burst.style(), sampleRate, random);
    Contour contour = new Contour(burst, voice.pitch(), random);
    double choke = Math.max(0, burst.style().get(VocalParameter.CHOKE));
    double opening = Math.exp(-1 / (CHOKE_SECONDS * sampleRate));
    double level = 0;
    double step = 0;
    for (int i = 0; i < length; i++) {
      if (i % controlStep == 0) {
        step = (contour.level((i + controlStep) / sampleRate) - level) / controlStep;
      }
      level += step;
      if (glottis.atPulse()) {
        glottis.begin(contour.pitch(i / sampleRate));
      }
      source[from + i] = level * glottis.next() + choke * random.nextDouble(-1, 1);
      choke *= opening;
    }
  }

  private void scale(double[] sound, double level, double rms) {
    double wanted = Math.pow(10, (QUIET_TALK + level + voice.gain()) / 20);
    for (int i = 0; i < sound.length; i++) {
      sound[i] *= wanted / rms;
    }
  }

  /** Pitch and level over the voiced part. */
  private static final class Contour {

    private final double seconds;
    private final double middlePitch;
    private final double glide;
    private final double tremor;
    private final double attack;
    private final double breaks;
    private final double breakHz;
    private final double start;

    Contour(Burst burst, double restingPitch, SplittableRandom random) {
      VocalStyle style = burst.style();
      seconds = burst.seconds();
      middlePitch = restingPitch * Math.pow(2, style.get(VocalParameter.PITCH) / 12);
      glide = style.get(VocalParameter.GLIDE);
      tremor = Math.max(0, style.get(VocalParameter.TREMOR));
      attack = Range.limit(style.get(VocalParameter.ATTACK), 0.02, 0.7);
      breaks = Range.unit(style.get(VocalParameter.BREAKS));
      breakHz = random.nextDouble(4, 9);
      start = random.nextDouble(2 * Math.PI);
    }

    double pitch(double time) {
      double semitones =
          glide * (time / seconds - 0.5)
              + tremor * Math.sin(2 * Math.PI * TREMOR_HZ * time + start);
      return middlePitch * Math.pow(2, semitones / 12);
    }

    /** 0..1. */
    double level(double time) {
      double part = time / seconds;
      double swell = ramp(part / attack);
      double fade = ramp((1 - part) / RELEASE) * (1 - 0.5 * part);
      double wave = 0.5 + 0.5 * Math.sin(2 * Math.PI * breakHz * time + start);
      return swell * fade * (1 - breaks * wave * wave);
    }

    private static double ramp(double part) {
      double sine = Math.sin(0.5 * Math.PI * Range.unit(part));
      return sine * sine;
    }
  }
}
