package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.List;
import java.util.Locale;

/**
 * Temperature scaling (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2):
 * {@code softmax(log p / T)}. T above one makes distributions flatter, below one sharper; the order
 * of the emotions stays. There the logits are divided; log p differs from them by a constant, which
 * softmax ignores, but where p is below {@link Calibration#FLOOR}.
 *
 * @param temperature T, {@value #MIN} to {@value #MAX}
 */
public record TemperatureScaling(double temperature) implements Calibration {

  /** The lowest temperature. */
  public static final double MIN = 0.01;

  /** The highest temperature. */
  public static final double MAX = 100;

  private static final int HALVINGS = 60;

  /**
   * Checks the temperature.
   *
   * @throws IllegalArgumentException if it is not in {@value #MIN} to {@value #MAX}
   */
  public TemperatureScaling {
    if (!(temperature >= MIN && temperature <= MAX)) {
      throw new IllegalArgumentException(
          "temperature is %s: must be %s to %s".formatted(temperature, MIN, MAX));
    }
  }

  /**
   * The scaling with this temperature.
   *
   * @throws IllegalArgumentException if it is not in {@value #MIN} to {@value #MAX}
   */
  public static TemperatureScaling of(double temperature) {
    return new TemperatureScaling(temperature);
  }

  /**
   * The temperature with the least mean cross-entropy to the soft labels. That is convex in 1/T, so
   * the place where its slope changes sign is halved in on; where it has none within the bounds, as
   * if every clip's true emotion is the most probable one already, it is the better bound.
   *
   * @param distributions of each clip
   * @param truth what each clip shows, in the same order
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  public static TemperatureScaling fit(List<EmotionDistribution> distributions, List<Blend> truth) {
    LogProbabilities.requireAsMany(distributions, truth);
    double[][] logs = LogProbabilities.of(distributions);
    double[][] labels = LogProbabilities.softLabels(truth);
    double low = 1 / MAX;
    double high = 1 / MIN;
    if (slope(logs, labels, low) >= 0) {
      return new TemperatureScaling(MAX);
    }
    if (slope(logs, labels, high) <= 0) {
      return new TemperatureScaling(MIN);
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (slope(logs, labels, middle) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return new TemperatureScaling(2 / (low + high));
  }

  /** The derivative of the summed cross-entropy by 1/T. */
  private static double slope(double[][] logs, double[][] labels, double inverse) {
    double slope = 0;
    for (int clip = 0; clip < logs.length; clip++) {
      double[] p = scaled(logs[clip], inverse).toArray();
      for (int i = 0; i < p.length; i++) {
        slope += (p[i] - labels[clip][i]) * logs[clip][i];
      }
    }
    return slope;
  }

  @Override
  public EmotionDistribution calibrate(EmotionDistribution distribution) {
    return scaled(LogProbabilities.of(distribution), 1 / temperature);
  }

  private static EmotionDistribution scaled(double[] logs, double inverse) {
    double[] logits = new double[Emotion.COUNT];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = inverse * logs[i];
    }
    return EmotionDistribution.ofLogits(logits);
  }

  /** Such as {@code temperature scaling, T = 1.370}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "temperature scaling, T = %.3f", temperature);
  }
}
