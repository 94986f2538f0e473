package io.github.blemore.calibration;

import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.Vote;
import java.util.List;
import java.util.Objects;

/**
 * A fusion whose distribution is calibrated; the votes' weights are those of the fusion. Thresholds
 * for it must be searched on calibrated distributions.
 *
 * <p>Equal votes do not give that vote, but what the calibration makes of it.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class CalibratedFusion implements LateFusion {

  private final LateFusion fusion;
  private final Calibration calibration;

  private CalibratedFusion(LateFusion fusion, Calibration calibration) {
    this.fusion = fusion;
    this.calibration = calibration;
  }

  /** A fusion, and what is made of its distributions. */
  public static CalibratedFusion of(LateFusion fusion, Calibration calibration) {
    return new CalibratedFusion(fusion, calibration);
  }

  /** The fusion before calibration. */
  public LateFusion fusion() {
    return fusion;
  }

  /** What is made of its distributions. */
  public Calibration calibration() {
    return calibration;
  }

  @Override
  public Fused fuse(List<Vote> votes) {
    Fused fused = fusion.fuse(votes);
    return new Fused(calibration.calibrate(fused.distribution()), fused.weights());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CalibratedFusion that
        && fusion.equals(that.fusion)
        && calibration.equals(that.calibration);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fusion, calibration);
  }

  /** Such as {@code weighted average {a=1.0}, calibrated by temperature scaling, T = 1.370}. */
  @Override
  public String toString() {
    return fusion + ", calibrated by " + calibration;
  }
}
