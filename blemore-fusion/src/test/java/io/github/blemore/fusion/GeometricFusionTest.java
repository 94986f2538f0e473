package io.github.blemore.fusion;

import io.github.blemore.LateFusion;
import io.github.blemore.contract.LateFusionContract;
import java.util.Map;

class GeometricFusionTest extends LateFusionContract {

  @Override
  protected LateFusion create() {
    return WeightedFusion.of(Map.of("a", 0.2, "b", 0.5, "c", 0.3)).withPooling(Pooling.GEOMETRIC);
  }
}
