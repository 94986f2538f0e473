package io.github.blemore.gate;

import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The network of a gated fusion, laid out for inference in plain Java: of a projection the weights
 * of one input stand together, so that the loop over its outputs is over neighbors in memory and
 * compiles to vector instructions.
 *
 * <p>Immutable, safe to share between threads.
 */
final class GateNetwork {

  /** PyTorch's, of {@code LayerNorm}. */
  private static final double EPSILON = 1e-5;

  private static final int INPUTS_AT_ONCE = 4;

  private final GateWeights weights;
  private final int dimension;
  private final int best;
  private final float[][][] projections;

  /**
   * What came out for one clip.
   *
   * @param gate of each encoder, 0..1, summing to one
   * @param presence logits of the presence head, {@code [6]}
   * @param salience logits of the salience head, {@code [6]}
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Output(double[] gate, double[] presence, double[] salience) {

    /**
     * One distribution of both heads.
     *
     * @param presenceShare the exponent of the presence head
     */
    EmotionDistribution joined(double presenceShare) {
      double[] logs = new double[Emotion.COUNT];
      for (int i = 0; i < logs.length; i++) {
        logs[i] = presenceShare * logSigmoid(presence[i]) + (1 - presenceShare) * salience[i];
      }
      return EmotionDistribution.ofLogits(logs);
    }

    private static double logSigmoid(double logit) {
      return Math.min(logit, 0) - Math.log1p(Math.exp(-Math.abs(logit)));
    }
  }

  GateNetwork(GateWeights weights, int best) {
    this.weights = weights;
    this.dimension = weights.shape().dimension();
    this.best = best;
    this.projections = new float[weights.shape().encoders()][][];
    for (int e = 0; e < projections.length; e++) {
      projections[e] = columns(weights.projection(e), weights.shape().inputs().get(e));
    }
  }

  private static float[][] columns(float[] rows, int inputs) {
    float[][] columns = new float[inputs][rows.length / inputs];
    for (int input = 0; input < inputs; input++) {
      for (int output = 0; output < columns[input].length; output++) {
        columns[input][output] = rows[output * inputs + input];
      }
    }
    return columns;
  }

  GateWeights weights() {
    return weights;
  }

  /**
   * Runs one clip through it.
   *
   * @param features of each encoder, standardized, null where it is missing; at least one is there
   */
  Output run(float[] @Nullable [] features) {
    double[][] projected = new double[features.length][];
    double[] gate = new double[features.length];
    Arrays.fill(gate, Double.NEGATIVE_INFINITY);
    for (int e = 0; e < features.length; e++) {
      float[] values = features[e];
      if (values != null) {
        projected[e] = project(e, values);
        gate[e] = score(projected[e]);
      }
    }
    softmaxOfBest(gate);
    double[] fused = new double[dimension];
    for (int e = 0; e < gate.length; e++) {
      for (int i = 0; gate[e] > 0 && i < dimension; i++) {
        fused[i] += gate[e] * projected[e][i];
      }
    }
    return new Output(
        gate,
        linear(fused, GateShape.PRESENCE_WEIGHT, GateShape.PRESENCE_BIAS, Emotion.COUNT),
        linear(fused, GateShape.SALIENCE_WEIGHT, GateShape.SALIENCE_BIAS, Emotion.COUNT));
  }

  /** Into the common space: linear, layer normalization, ReLU. */
  private double[] project(int encoder, float[] values) {
    int from = encoder * dimension;
    float[] sums =
        Arrays.copyOfRange(weights.common(GateShape.PROJECTION_BIAS), from, from + dimension);
    addProducts(sums, values, projections[encoder]);
    double mean = 0;
    for (float sum : sums) {
      mean += sum;
    }
    mean /= dimension;
    double variance = 0;
    for (float sum : sums) {
      variance += (sum - mean) * (sum - mean);
    }
    double scale = 1 / Math.sqrt(variance / dimension + EPSILON);
    float[] gain = weights.common(GateShape.NORM_GAIN);
    float[] bias = weights.common(GateShape.NORM_BIAS);
    double[] made = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      made[i] = Math.max(0, (sums[i] - mean) * scale * gain[from + i] + bias[from + i]);
    }
    return made;
  }

  /** Four inputs at a time: the sums are read and written a quarter as often. */
  private static void addProducts(float[] sums, float[] values, float[][] columns) {
    int together = values.length - values.length % INPUTS_AT_ONCE;
    for (int input = 0; input < together; input += INPUTS_AT_ONCE) {
      float[] a = columns[input];
      float[] b = columns[input + 1];
      float[] c = columns[input + 2];
      float[] d = columns[input + 3];
      float x = values[input];
      float y = values[input + 1];
      float z = values[input + 2];
      float t = values[input + 3];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (x * a[i] + y * b[i]) + (z * c[i] + t * d[i]);
      }
    }
    for (int input = together; input < values.length; input++) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += values[input] * columns[input][i];
      }
    }
  }

  private double score(double[] projected) {
    double[] inner = linear(projected, GateShape.GATE_WEIGHT, GateShape.GATE_BIAS, dimension);
    float[] output = weights.common(GateShape.GATE_OUTPUT);
    double score = 0;
    for (int i = 0; i < dimension; i++) {
      score += output[i] * Math.tanh(inner[i]);
    }
    return score;
  }

  private double[] linear(double[] inputs, int weight, int bias, int outputs) {
    float[] rows = weights.common(weight);
    float[] biases = weights.common(bias);
    double[] sums = new double[outputs];
    for (int output = 0; output < outputs; output++) {
      double sum = biases[output];
      for (int i = 0; i < inputs.length; i++) {
        sum += rows[output * inputs.length + i] * inputs[i];
      }
      sums[output] = sum;
    }
    return sums;
  }

  /** Scores in, weights out; those of equal scores the first are better. */
  private void softmaxOfBest(double[] gate) {
    boolean[] kept = new boolean[gate.length];
    double highest = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < best; n++) {
      int next = -1;
      for (int e = 0; e < gate.length; e++) {
        boolean better = next < 0 || gate[e] > gate[next];
        if (!kept[e] && gate[e] > Double.NEGATIVE_INFINITY && better) {
          next = e;
        }
      }
      if (next >= 0) {
        kept[next] = true;
        highest = Math.max(highest, gate[next]);
      }
    }
    double sum = 0;
    for (int e = 0; e < gate.length; e++) {
      gate[e] = kept[e] ? Math.exp(gate[e] - highest) : 0;
      sum += gate[e];
    }
    for (int e = 0; e < gate.length; e++) {
      gate[e] /= sum;
    }
  }
}
