package io.github.blemore.calibration;

import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;

/**
 * The loss of {@link VectorScaling} and its minimum. Parameters are the six scales, then the six
 * offsets. The loss is strictly convex: a softmax regression whose logits are linear in the
 * parameters, plus the ridge.
 */
final class VectorFit {

  private static final int PARAMETERS = 2 * Emotion.COUNT;
  private static final int MOST_STEPS = 100;

  /** When the loss would fall by less than this, it is at its minimum but for rounding. */
  private static final double LEAST_GAIN = 1e-14;

  private final double[][] logs;
  private final double[][] labels;

  /**
   * A fit.
   *
   * @param logs log probabilities, {@code [clips, 6]}
   * @param labels soft labels, {@code [clips, 6]}
   */
  VectorFit(double[][] logs, double[][] labels) {
    this.logs = logs;
    this.labels = labels;
  }

  /** The best parameters, by Newton's method with steps halved until the loss falls enough. */
  double[] minimum() {
    double[] at = identity();
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] gradient = gradient(at);
      double[] direction = solve(hessian(at), gradient);
      double gain = 0;
      for (int i = 0; i < PARAMETERS; i++) {
        gain += gradient[i] * direction[i];
      }
      if (gain < LEAST_GAIN) {
        return at;
      }
      at = searched(at, direction, gain);
    }
    return at;
  }

  private double[] searched(double[] from, double[] direction, double gain) {
    double loss = loss(from);
    double length = 1;
    double[] to = moved(from, direction, length);
    while (loss(to) > loss - 1e-4 * length * gain && length > 1e-10) {
      length /= 2;
      to = moved(from, direction, length);
    }
    return to;
  }

  private static double[] moved(double[] from, double[] direction, double length) {
    double[] to = new double[PARAMETERS];
    for (int i = 0; i < PARAMETERS; i++) {
      to[i] = from[i] - length * direction[i];
    }
    return to;
  }

  private static double[] identity() {
    double[] identity = new double[PARAMETERS];
    for (int i = 0; i < Emotion.COUNT; i++) {
      identity[i] = 1;
    }
    return identity;
  }

  /** The mean cross-entropy plus the ridge. */
  double loss(double[] at) {
    double sum = 0;
    for (int clip = 0; clip < logs.length; clip++) {
      double[] logits = logits(at, clip);
      double[] p = EmotionDistribution.ofLogits(logits).toArray();
      for (int i = 0; i < p.length; i++) {
        sum -= labels[clip][i] == 0 ? 0 : labels[clip][i] * Math.log(p[i]);
      }
    }
    double[] identity = identity();
    double distance = 0;
    for (int i = 0; i < PARAMETERS; i++) {
      distance += (at[i] - identity[i]) * (at[i] - identity[i]);
    }
    return sum / logs.length + VectorScaling.RIDGE / 2 * distance;
  }

  private double[] logits(double[] at, int clip) {
    double[] logits = new double[Emotion.COUNT];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = at[i] * logs[clip][i] + at[Emotion.COUNT + i];
    }
    return logits;
  }

  private double[] gradient(double[] at) {
    double[] gradient = new double[PARAMETERS];
    for (int clip = 0; clip < logs.length; clip++) {
      double[] p = EmotionDistribution.ofLogits(logits(at, clip)).toArray();
      for (int i = 0; i < p.length; i++) {
        double residual = (p[i] - labels[clip][i]) / logs.length;
        gradient[i] += residual * logs[clip][i];
        gradient[Emotion.COUNT + i] += residual;
      }
    }
    double[] identity = identity();
    for (int i = 0; i < PARAMETERS; i++) {
      gradient[i] += VectorScaling.RIDGE * (at[i] - identity[i]);
    }
    return gradient;
  }

  private double[][] hessian(double[] at) {
    double[][] hessian = new double[PARAMETERS][PARAMETERS];
    for (int clip = 0; clip < logs.length; clip++) {
      double[] p = EmotionDistribution.ofLogits(logits(at, clip)).toArray();
      for (int i = 0; i < p.length; i++) {
        for (int j = 0; j < p.length; j++) {
          double curvature = p[i] * ((i == j ? 1 : 0) - p[j]) / logs.length;
          hessian[i][j] += curvature * logs[clip][i] * logs[clip][j];
          hessian[i][Emotion.COUNT + j] += curvature * logs[clip][i];
          hessian[Emotion.COUNT + i][j] += curvature * logs[clip][j];
          hessian[Emotion.COUNT + i][Emotion.COUNT + j] += curvature;
        }
      }
    }
    for (int i = 0; i < PARAMETERS; i++) {
      hessian[i][i] += VectorScaling.RIDGE;
    }
    return hessian;
  }

  /** Solves a positive definite system by Cholesky factors, which take the matrix's place. */
  private static double[] solve(double[][] matrix, double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < PARAMETERS; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
      for (int k = 0; k < i; k++) {
        x[i] -= matrix[i][k] * x[k];
      }
      x[i] /= matrix[i][i];
    }
    for (int i = PARAMETERS - 1; i >= 0; i--) {
      for (int k = i + 1; k < PARAMETERS; k++) {
        x[i] -= matrix[k][i] * x[k];
      }
      x[i] /= matrix[i][i];
    }
    return x;
  }
}
