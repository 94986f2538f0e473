package io.github.blemore.sound;

import java.util.Arrays;

/**
 * The logarithmic mel spectrum that Gemma 4's audio encoders take, as {@code
 * Gemma4AudioFeatureExtractor} of Hugging Face transformers computes it for 16 kHz mono sound of
 * full scale -1..1.
 *
 * <p>The sound gets 160 zeros before it and as many after it as make its length a multiple of 128;
 * frames of 320 samples every 160, as many as have a 321st; periodic Hann window; magnitude of a
 * 512-point transform; 128 triangular filters, linear in Hz, from 0 to 8 kHz on mel = 2595 log10(1
 * + f/700); {@code ln(. + 0.001)}. A frame whose 321st sample is not of the sound is all zeros and
 * {@linkplain #isOfSound does not count}.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class LogMelSpectrum {

  /** In Hz. */
  public static final int SAMPLE_RATE = 16_000;

  /** Samples in a frame. */
  public static final int FRAME = 320;

  /** Samples from a frame's begin to the next one's. */
  public static final int HOP = 160;

  /** Points of the transform. */
  public static final int POINTS = 512;

  /** Filters. */
  public static final int MELS = 128;

  /** What is added before the logarithm. */
  public static final double FLOOR = 1e-3;

  private static final int BEFORE = FRAME / 2;
  private static final int MULTIPLE = 128;

  private static final RealFft FFT = new RealFft(POINTS);
  private static final MelFilters FILTERS =
      MelFilters.htk(MELS, POINTS / 2 + 1, (double) SAMPLE_RATE / POINTS);
  private static final float[] WINDOW = window();

  private final int samples;
  private final float[][] frames;

  private LogMelSpectrum(int samples, float[][] frames) {
    this.samples = samples;
    this.frames = frames;
  }

  private static float[] window() {
    float[] window = new float[FRAME];
    for (int i = 0; i < FRAME; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / FRAME));
    }
    return window;
  }

  /**
   * Computes it.
   *
   * @param sound 16 kHz mono float32, full scale -1..1, of any length
   */
  public static LogMelSpectrum of(float[] sound) {
    int filled = (sound.length + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    int count = Math.max(0, (filled + BEFORE - FRAME - 1 + HOP) / HOP);
    LogMelSpectrum spectrum = new LogMelSpectrum(sound.length, new float[count][MELS]);
    double[] data = new double[POINTS];
    double[] magnitudes = new double[POINTS / 2 + 1];
    double[] mel = new double[MELS];
    for (int f = 0; f < count && spectrum.isOfSound(f); f++) {
      int begin = f * HOP - BEFORE;
      Arrays.fill(data, 0);
      for (int i = Math.max(0, -begin); i < FRAME; i++) {
        data[i] = sound[begin + i] * WINDOW[i];
      }
      FFT.power(data, magnitudes);
      for (int k = 0; k < magnitudes.length; k++) {
        magnitudes[k] = Math.sqrt(magnitudes[k]);
      }
      FILTERS.apply(magnitudes, mel);
      for (int m = 0; m < MELS; m++) {
        spectrum.frames[f][m] = (float) Math.log(mel[m] + FLOOR);
      }
    }
    return spectrum;
  }

  /** How many frames. */
  public int count() {
    return frames.length;
  }

  /**
   * Whether a frame and the sample after it are of the sound: of the frames, the first ones are.
   */
  public boolean isOfSound(int frame) {
    return frame * HOP + FRAME - BEFORE < samples;
  }

  /** A frame's values {@code [128]}, from the lowest filter up; a copy. */
  public float[] frame(int index) {
    return frames[index].clone();
  }
}
