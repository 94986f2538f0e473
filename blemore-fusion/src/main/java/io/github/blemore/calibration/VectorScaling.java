package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import io.github.blemore.EmotionDistribution;
import java.util.Arrays;
import java.util.List;

/**
 * Vector scaling (Guo et al. 2017, section 4.2): {@code softmax(a_c log p_c + b_c)}, with a scale a
 * and an offset b for each class c. It may change which emotion is the most probable. p below
 * {@link Calibration#FLOOR} counts as that.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class VectorScaling implements Calibration {

  /** Weight of the squared distance to the identity, against a mean over clips. */
  public static final double RIDGE = 1e-3;

  private final double[] scales;
  private final double[] offsets;

  private VectorScaling(double[] scales, double[] offsets) {
    this.scales = scales;
    this.offsets = offsets;
  }

  /**
   * The scaling with these parameters.
   *
   * @param scales a, float64 {@code [6]}, class order, finite
   * @param offsets b, float64 {@code [6]}, class order, finite
   * @throws IllegalArgumentException if there are not six of each, or one is not finite
   */
  public static VectorScaling of(double[] scales, double[] offsets) {
    requireSixFinite("scales", scales);
    requireSixFinite("offsets", offsets);
    return new VectorScaling(scales.clone(), offsets.clone());
  }

  private static void requireSixFinite(String name, double[] values) {
    if (values.length != Emotion.COUNT || !Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "%s are %s: must be %d finite ones"
              .formatted(name, Arrays.toString(values), Emotion.COUNT));
    }
  }

  /**
   * The parameters with the least {@code mean cross-entropy to the soft labels + RIDGE / 2 (sum of
   * (a_c - 1)^2 + sum of b_c^2)}. The ridge, {@value #RIDGE}, is ours: with it there is always
   * exactly one optimum, also for a class that no clip shows. Found by Newton's method.
   *
   * @param distributions of each clip
   * @param truth what each clip shows, in the same order
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  public static VectorScaling fit(List<EmotionDistribution> distributions, List<Blend> truth) {
    LogProbabilities.requireAsMany(distributions, truth);
    VectorFit fit =
        new VectorFit(LogProbabilities.of(distributions), LogProbabilities.softLabels(truth));
    double[] best = fit.minimum();
    return of(
        Arrays.copyOf(best, Emotion.COUNT),
        Arrays.copyOfRange(best, Emotion.COUNT, 2 * Emotion.COUNT));
  }

  /** A copy of the scales, float64 {@code [6]}, class order. */
  public double[] scales() {
    return scales.clone();
  }

  /** A copy of the offsets, float64 {@code [6]}, class order. */
  public double[] offsets() {
    return offsets.clone();
  }

  @Override
  public EmotionDistribution calibrate(EmotionDistribution distribution) {
    double[] logits = LogProbabilities.of(distribution);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = scales[i] * logits[i] + offsets[i];
    }
    return EmotionDistribution.ofLogits(logits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorScaling that
        && Arrays.equals(scales, that.scales)
        && Arrays.equals(offsets, that.offsets);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(scales) + Arrays.hashCode(offsets);
  }

  /** Such as {@code vector scaling, scales [1.1, ...], offsets [0.2, ...]}. */
  @Override
  public String toString() {
    return "vector scaling, scales %s, offsets %s"
        .formatted(Arrays.toString(scales), Arrays.toString(offsets));
  }
}
