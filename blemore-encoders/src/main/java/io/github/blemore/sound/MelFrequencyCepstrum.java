package io.github.blemore.sound;

/**
 * MFCC as {@code torchaudio.transforms.MFCC(16000)} computes them, for 16 kHz mono sound of full
 * scale -1..1.
 *
 * <p>The sound is mirrored by 200 samples at both ends; frames of 400 every 200, {@code 1 + samples
 * / 200} of them; periodic Hann window; power of a 400-point transform; 128 triangular filters,
 * linear in Hz, from 0 to 8 kHz on mel = 2595 log10(1 + f/700); {@code 10 log10(max(., 1e-10))},
 * floored at 80 dB below the clip's maximum; orthonormal DCT-II. Because of that floor a frame's
 * values depend on the whole clip.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class MelFrequencyCepstrum {

  private static final int FRAME = 400;
  private static final int HOP = 200;
  private static final int MELS = 128;
  private static final double TOP_DB = 80;

  /** A 400-point transform is 25 interleaved ones of 16 points each, put together. */
  private static final int PARTS = 25;

  private static final int PART = FRAME / PARTS;

  private final RealFft fft = new RealFft(PART);
  private final double[] window = new double[FRAME];
  private final double[] cos = new double[FRAME];
  private final double[] sin = new double[FRAME];
  private final MelFilters filters = MelFilters.htk(MELS, FRAME / 2 + 1, 16000.0 / FRAME);
  private final double[][] dct;

  private MelFrequencyCepstrum(int coefficients) {
    this.dct = MelFilters.dct(coefficients, MELS);
    for (int i = 0; i < FRAME; i++) {
      cos[i] = Math.cos(2 * Math.PI * i / FRAME);
      sin[i] = -Math.sin(2 * Math.PI * i / FRAME);
      window[i] = 0.5 - 0.5 * cos[i];
    }
  }

  /**
   * With this many coefficients, from 0 up.
   *
   * @param coefficients how many, such as 13
   * @throws IllegalArgumentException if not 1..128
   */
  public static MelFrequencyCepstrum of(int coefficients) {
    if (coefficients < 1 || coefficients > MELS) {
      throw new IllegalArgumentException(
          "coefficients is %d: must be 1..%d".formatted(coefficients, MELS));
    }
    return new MelFrequencyCepstrum(coefficients);
  }

  /**
   * Computes the coefficients.
   *
   * @param samples 16 kHz mono float32 {@code [samples >= 201]}, full scale -1..1
   * @return float32 {@code [coefficients, frames]}
   * @throws IllegalArgumentException if there are fewer samples than mirroring needs
   */
  public float[][] compute(float[] samples) {
    if (samples.length <= FRAME / 2) {
      throw new IllegalArgumentException(
          "sound has %d samples: must have at least %d to be mirrored at its ends"
              .formatted(samples.length, FRAME / 2 + 1));
    }
    int frames = 1 + samples.length / HOP;
    double[][] mel = new double[frames][MELS];
    double[] part = new double[PART];
    double[] spectra = new double[2 * FRAME];
    double[] power = new double[FRAME / 2 + 1];
    double loudest = Double.NEGATIVE_INFINITY;
    for (int f = 0; f < frames; f++) {
      transformParts(samples, f * HOP - FRAME / 2, part, spectra);
      combine(spectra, power);
      filters.apply(power, mel[f]);
      for (int i = 0; i < MELS; i++) {
        mel[f][i] = 10 * Math.log10(Math.max(mel[f][i], 1e-10));
        loudest = Math.max(loudest, mel[f][i]);
      }
    }
    float[][] result = new float[dct.length][frames];
    float[] column = new float[dct.length];
    for (int f = 0; f < frames; f++) {
      for (int i = 0; i < MELS; i++) {
        mel[f][i] = Math.max(mel[f][i], loudest - TOP_DB);
      }
      KaldiFeatures.multiply(dct, mel[f], column);
      for (int k = 0; k < column.length; k++) {
        result[k][f] = column[k];
      }
    }
    return result;
  }

  /**
   * Transforms each 25th sample, from the first, the second, ...; spectra are [bin][part] pairs.
   */
  private void transformParts(float[] samples, int start, double[] part, double[] spectra) {
    for (int p = 0; p < PARTS; p++) {
      for (int i = 0; i < PART; i++) {
        int n = p + PARTS * i;
        part[i] = samples[mirror(start + n, samples.length)] * window[n];
      }
      fft.transform(part);
      for (int bin = 0; bin <= PART / 2; bin++) {
        double re = bin == PART / 2 ? part[1] : part[2 * bin];
        double im = bin == 0 || bin == PART / 2 ? 0 : part[2 * bin + 1];
        put(spectra, bin, p, re, im);
        if (bin > 0 && bin < PART / 2) {
          put(spectra, PART - bin, p, re, -im);
        }
      }
    }
  }

  private static void put(double[] spectra, int bin, int part, double re, double im) {
    spectra[2 * (bin * PARTS + part)] = re;
    spectra[2 * (bin * PARTS + part) + 1] = im;
  }

  private static int mirror(int index, int length) {
    if (index < 0) {
      return -index;
    }
    return index < length ? index : 2 * (length - 1) - index;
  }

  private void combine(double[] spectra, double[] power) {
    for (int k = 0; k < power.length; k++) {
      int at = 2 * PARTS * (k % PART);
      double re = 0;
      double im = 0;
      int turn = 0;
      for (int p = 0; p < PARTS; p++) {
        double partRe = spectra[at + 2 * p];
        double partIm = spectra[at + 2 * p + 1];
        re += partRe * cos[turn] - partIm * sin[turn];
        im += partRe * sin[turn] + partIm * cos[turn];
        turn += k;
        turn = turn >= FRAME ? turn - FRAME : turn;
      }
      power[k] = re * re + im * im;
    }
  }
}
