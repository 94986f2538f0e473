package io.github.blemore.calibration;

import io.github.blemore.Blend;
import io.github.blemore.EmotionDistribution;
import java.util.List;

/** How a calibration is fitted. */
public enum CalibrationMethod {
  /** Not at all. */
  NONE("not calibrated"),
  /** {@link TemperatureScaling}: one parameter. */
  TEMPERATURE("calibrated by temperature scaling"),
  /** {@link VectorScaling}: twelve parameters. */
  VECTOR("calibrated by vector scaling");

  private final String description;

  CalibrationMethod(String description) {
    this.description = description;
  }

  /** What it is, in words. */
  public String description() {
    return description;
  }

  /**
   * Fits it.
   *
   * @param distributions of each clip, by heads that were not trained on it
   * @param truth what each clip shows, in the same order
   * @throws IllegalArgumentException if there is no clip, or not one truth for each
   */
  public Calibration fit(List<EmotionDistribution> distributions, List<Blend> truth) {
    return switch (this) {
      case NONE -> Calibration.identity();
      case TEMPERATURE -> TemperatureScaling.fit(distributions, truth);
      case VECTOR -> VectorScaling.fit(distributions, truth);
    };
  }
}
