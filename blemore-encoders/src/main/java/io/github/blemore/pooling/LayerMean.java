package io.github.blemore.pooling;

/**
 * The mean over some of a transformer's layers, then over time: with layers 6 to 12 of a frozen
 * Wav2Vec2-base, the prosody encoder of arXiv:2603.23650. Layer 0 is what enters the first
 * transformer layer, layer i the output of the i-th; both ends are counted in. Sums are float64.
 *
 * @param first the first layer, 0 or more
 * @param last the last layer, not before the first
 */
public record LayerMean(int first, int last) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is empty or begins below 0
   */
  public LayerMean {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "layers %d to %d: must be 0 or more, and in this order".formatted(first, last));
    }
  }

  /**
   * The mean over the layers alone.
   *
   * @param hiddenStates float32 {@code [layers + 1, frames, hidden]}
   * @return float32 {@code [frames, hidden]}
   * @throws IllegalArgumentException if there are too few layers, or they differ in shape
   */
  public float[][] perFrame(float[][][] hiddenStates) {
    if (last >= hiddenStates.length) {
      throw new IllegalArgumentException(
          "layer %d of a model of %d: must be one of 0 to %d"
              .formatted(last, hiddenStates.length - 1, hiddenStates.length - 1));
    }
    float[][] means = new float[hiddenStates[0].length][];
    for (int t = 0; t < means.length; t++) {
      double[] sum = new double[hiddenStates[0][t].length];
      for (int layer = first; layer <= last; layer++) {
        add(hiddenStates, layer, t, sum);
      }
      means[t] = divided(sum, last - first + 1);
    }
    return means;
  }

  /**
   * The mean over layers and time.
   *
   * @param hiddenStates float32 {@code [layers + 1, frames >= 1, hidden]}
   * @return float32 {@code [hidden]}
   * @throws IllegalArgumentException if there are too few layers, no frame, or shapes differ
   */
  public float[] pool(float[][][] hiddenStates) {
    float[][] frames = perFrame(hiddenStates);
    if (frames.length == 0) {
      throw new IllegalArgumentException("there is no frame: must be at least one");
    }
    double[] sum = new double[frames[0].length];
    float[][][] single = {frames};
    for (int t = 0; t < frames.length; t++) {
      add(single, 0, t, sum);
    }
    return divided(sum, frames.length);
  }

  private static void add(float[][][] states, int layer, int t, double[] sum) {
    boolean fits =
        states[layer].length == states[0].length && states[layer][t].length == sum.length;
    if (!fits) {
      throw new IllegalArgumentException(
          "frame %d of layer %d: must be as many frames and values in each layer"
              .formatted(t, layer));
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += states[layer][t][i];
    }
  }

  private static float[] divided(double[] sum, int count) {
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / count);
    }
    return mean;
  }
}
