package io.github.blemore.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.EmotionDistribution;
import io.github.blemore.Fused;
import io.github.blemore.LateFusion;
import io.github.blemore.Vote;
import io.github.blemore.contract.LateFusionContract;
import io.github.blemore.fusion.WeightedFusion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibratedFusionTest extends LateFusionContract {

  private static final WeightedFusion FUSION =
      WeightedFusion.of(Map.of("a", 0.2, "b", 0.5, "c", 0.3));
  private static final TemperatureScaling FLATTER = TemperatureScaling.of(2);

  @Override
  protected LateFusion create() {
    return CalibratedFusion.of(FUSION, Calibration.identity());
  }

  @Test
  void theDistributionIsCalibratedAndTheWeightsStay() {
    EmotionDistribution vote = EmotionDistribution.of(0.5, 0.1, 0.1, 0.1, 0.1, 0.1);
    List<Vote> votes =
        List.of(Vote.cast("a", vote), Vote.missing("b", "no face"), Vote.cast("c", vote));
    Fused plain = FUSION.fuse(votes);
    Fused calibrated = CalibratedFusion.of(FUSION, FLATTER).fuse(votes);

    assertThat(calibrated.distribution()).isEqualTo(FLATTER.calibrate(plain.distribution()));
    assertThat(calibrated.distribution()).isNotEqualTo(plain.distribution());
    assertThat(calibrated.weights()).isEqualTo(plain.weights());
  }

  @Test
  void saysWhatItIsMadeOf() {
    CalibratedFusion fusion = CalibratedFusion.of(FUSION, FLATTER);

    assertThat(fusion.fusion()).isEqualTo(FUSION);
    assertThat(fusion.calibration()).isEqualTo(FLATTER);
    assertThat(fusion)
        .isEqualTo(CalibratedFusion.of(FUSION, TemperatureScaling.of(2)))
        .isNotEqualTo(create())
        .hasToString(
            "weighted average {a=0.2, b=0.5, c=0.3}, calibrated by temperature scaling, T = 2.000");
  }
}
