package io.github.blemore.head;

import io.github.blemore.Emotion;
import java.util.Arrays;
import java.util.List;

/**
 * The layers of a head, laid out for inference. Of a hidden layer, the weights of one input stand
 * together, so that the loop over its outputs is over neighbors in memory and compiles to vector
 * instructions; some windows go through the weights together, because the weights, 10 MB at 5,000
 * features and 512 units, are read from far while the windows stay near.
 *
 * <p>Immutable, safe to share between threads.
 */
final class Layers {

  private static final int WINDOWS_AT_ONCE = 64;
  private static final int INPUTS_AT_ONCE = 4;

  private final HeadShape shape;
  private final float[][] columns;
  private final float[] biases;
  private final float[][] lastRows;
  private final float[] lastBiases;

  Layers(HeadWeights weights) {
    shape = weights.shape();
    List<HeadShape.Part> parts = shape.parts();
    boolean hasHidden = shape.hidden() > 0;
    columns = hasHidden ? transposed(rows(weights, parts.get(0))) : new float[0][];
    biases = hasHidden ? rows(weights, parts.get(1))[0] : new float[0];
    lastRows = rows(weights, parts.get(parts.size() - 2));
    lastBiases = rows(weights, parts.get(parts.size() - 1))[0];
  }

  /** The rows of a matrix; a vector is one row. */
  private static float[][] rows(HeadWeights weights, HeadShape.Part part) {
    int length = (int) part.shape()[part.shape().length - 1];
    float[][] rows = new float[(part.to() - part.from()) / length][];
    for (int row = 0; row < rows.length; row++) {
      int from = part.from() + row * length;
      rows[row] = Arrays.copyOfRange(weights.values(), from, from + length);
    }
    return rows;
  }

  private static float[][] transposed(float[][] rows) {
    float[][] columns = new float[rows[0].length][rows.length];
    for (int column = 0; column < columns.length; column++) {
      for (int row = 0; row < rows.length; row++) {
        columns[column][row] = rows[row][column];
      }
    }
    return columns;
  }

  HeadShape shape() {
    return shape;
  }

  /** The weights, as they were given. */
  HeadWeights weights() {
    float[] values = new float[shape.size()];
    int to = 0;
    if (shape.hidden() > 0) {
      for (float[] row : transposed(columns)) {
        to = put(row, values, to);
      }
      to = put(biases, values, to);
    }
    for (float[] row : lastRows) {
      to = put(row, values, to);
    }
    put(lastBiases, values, to);
    return new HeadWeights(shape, values);
  }

  private static int put(float[] some, float[] values, int at) {
    System.arraycopy(some, 0, values, at, some.length);
    return at + some.length;
  }

  /**
   * The logits of some windows, {@code [windows * 6]}.
   *
   * @param windows standardized features, {@code [windows, dimension]}
   */
  float[] logits(List<float[]> windows) {
    float[] logits = new float[windows.size() * Emotion.COUNT];
    for (int first = 0; first < windows.size(); first += WINDOWS_AT_ONCE) {
      int last = Math.min(first + WINDOWS_AT_ONCE, windows.size());
      float[][] inputs = windows.subList(first, last).toArray(float[][]::new);
      if (shape.hidden() > 0) {
        inputs = hidden(inputs);
      }
      for (int i = 0; i < inputs.length; i++) {
        putLastOutputs(inputs[i], logits, (first + i) * Emotion.COUNT);
      }
    }
    return logits;
  }

  private float[][] hidden(float[][] windows) {
    float[][] sums = new float[windows.length][];
    Arrays.setAll(sums, i -> biases.clone());
    int together = columns.length - columns.length % INPUTS_AT_ONCE;
    for (int input = 0; input < together; input += INPUTS_AT_ONCE) {
      for (int i = 0; i < sums.length; i++) {
        addFour(sums[i], windows[i], input);
      }
    }
    for (int i = 0; i < sums.length; i++) {
      for (int input = together; input < columns.length; input++) {
        addOne(sums[i], windows[i][input], columns[input]);
      }
      for (int output = 0; output < biases.length; output++) {
        sums[i][output] = Math.max(0, sums[i][output]);
      }
    }
    return sums;
  }

  /** Four inputs at a time: the sums are read and written a quarter as often. */
  private void addFour(float[] sums, float[] window, int input) {
    float[] a = columns[input];
    float[] b = columns[input + 1];
    float[] c = columns[input + 2];
    float[] d = columns[input + 3];
    float x = window[input];
    float y = window[input + 1];
    float z = window[input + 2];
    float t = window[input + 3];
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (x * a[i] + y * b[i]) + (z * c[i] + t * d[i]);
    }
  }

  private static void addOne(float[] sums, float x, float[] column) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += x * column[i];
    }
  }

  private void putLastOutputs(float[] inputs, float[] logits, int at) {
    for (int i = 0; i < lastRows.length; i++) {
      float[] row = lastRows[i];
      double sum = lastBiases[i];
      for (int k = 0; k < row.length; k++) {
        sum += inputs[k] * row[k];
      }
      logits[at + i] = (float) sum;
    }
  }
}
