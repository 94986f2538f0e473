package io.github.blemore.simulation;

/**
 * Throat and mouth: five resonances one after the other, and a low-pass for how softly the folds
 * close. For one thread at a time.
 */
final class VocalTract {

  private static final double[] FREQUENCIES = {500, 1500, 2500, 3500, 4500};
  private static final double[] BANDWIDTHS = {90, 110, 170, 250, 300};

  /** Of the softest closing, in Hz; each tenth of tension is a third of an octave. */
  private static final double SOFTEST = 600;

  private static final double OCTAVES_OF_TENSION = 3.3;

  private final Formant[] formants = new Formant[FREQUENCIES.length];
  private final double smoothing;
  private double smooth;

  VocalTract(VocalStyle style, double scale, double sampleRate) {
    double[] octaves = {
      style.get(VocalParameter.FORMANT_1),
      style.get(VocalParameter.FORMANT_2),
      style.get(VocalParameter.FORMANT_3),
      0,
      0
    };
    for (int i = 0; i < formants.length; i++) {
      double frequency = scale * FREQUENCIES[i] * Math.pow(2, octaves[i]);
      formants[i] = new Formant(frequency, BANDWIDTHS[i], sampleRate);
    }
    double tension = Range.unit(style.get(VocalParameter.TENSION));
    double cutoff = SOFTEST * Math.pow(2, OCTAVES_OF_TENSION * tension);
    smoothing = Math.exp(-2 * Math.PI * cutoff / sampleRate);
  }

  double filter(double source) {
    smooth = source + smoothing * (smooth - source);
    double sample = smooth;
    for (Formant formant : formants) {
      sample = formant.filter(sample);
    }
    return sample;
  }
}
