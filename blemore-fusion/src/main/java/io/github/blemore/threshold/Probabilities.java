package io.github.blemore.threshold;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import io.github.blemore.ThresholdRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The probabilities of many clips, {@code [clips, 6]} in class order, float64 or float32. Which of
 * the two matters only within one rounding of a threshold: {@link ThresholdRule#decide(float[])}.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class Probabilities {

  private final double[] values;
  private final boolean float32;

  private Probabilities(double[] values, boolean float32) {
    this.values = values;
    this.float32 = float32;
  }

  /** Those of these distributions. */
  public static Probabilities of(List<EmotionDistribution> distributions) {
    double[] values = new double[distributions.size() * Emotion.COUNT];
    for (int i = 0; i < distributions.size(); i++) {
      System.arraycopy(distributions.get(i).toArray(), 0, values, i * Emotion.COUNT, Emotion.COUNT);
    }
    return new Probabilities(values, false);
  }

  /**
   * Those of a matrix.
   *
   * @param values float64 {@code [clips * 6]}, clip by clip
   * @throws IllegalArgumentException if the length is no multiple of six, or a row is no
   *     distribution (which row)
   */
  public static Probabilities of(double[] values) {
    return checked(values.clone(), false);
  }

  /**
   * Those of a float32 matrix.
   *
   * @param values float32 {@code [clips * 6]}, clip by clip
   * @throws IllegalArgumentException as of the float64 matrix
   */
  public static Probabilities of(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return checked(wide, true);
  }

  private static Probabilities checked(double[] values, boolean float32) {
    if (values.length % Emotion.COUNT != 0) {
      throw new IllegalArgumentException(
          "%d probabilities: must be [clips, %d]".formatted(values.length, Emotion.COUNT));
    }
    Probabilities checked = new Probabilities(values, float32);
    for (int clip = 0; clip < checked.clips(); clip++) {
      try {
        EmotionDistribution.of(checked.row(clip));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("row %d: %s".formatted(clip, e.getMessage()), e);
      }
    }
    return checked;
  }

  /** How many clips. */
  public int clips() {
    return values.length / Emotion.COUNT;
  }

  /** Whether the values are float32. */
  public boolean isFloat32() {
    return float32;
  }

  /** A copy of one clip's six probabilities, class order. */
  public double[] row(int clip) {
    double[] row = new double[Emotion.COUNT];
    System.arraycopy(values, clip * Emotion.COUNT, row, 0, Emotion.COUNT);
    return row;
  }

  /** Those of some of the clips, in the order named. */
  Probabilities select(List<Integer> clips) {
    double[] selected = new double[clips.size() * Emotion.COUNT];
    for (int i = 0; i < clips.size(); i++) {
      System.arraycopy(row(clips.get(i)), 0, selected, i * Emotion.COUNT, Emotion.COUNT);
    }
    return new Probabilities(selected, float32);
  }

  /** Those of each clip as a distribution. */
  public List<EmotionDistribution> distributions() {
    List<EmotionDistribution> distributions = new ArrayList<>(clips());
    for (int clip = 0; clip < clips(); clip++) {
      distributions.add(EmotionDistribution.of(row(clip)));
    }
    return List.copyOf(distributions);
  }

  /** What a rule decides on each clip, by the arithmetic of the values' type. */
  public List<Blend> decide(ThresholdRule rule) {
    List<Blend> decided = new ArrayList<>(clips());
    for (int clip = 0; clip < clips(); clip++) {
      double[] row = row(clip);
      decided.add(float32 ? rule.decide(narrow(row)) : rule.decide(EmotionDistribution.of(row)));
    }
    return List.copyOf(decided);
  }

  private static float[] narrow(double[] row) {
    float[] narrow = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      narrow[i] = (float) row[i];
    }
    return narrow;
  }
}
