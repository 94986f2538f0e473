package io.github.blemore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfidenceTest {

  @Test
  void saysWhetherAndWhyItIsUncertain() {
    assertThat(Confidence.sure(0.712)).hasToString("0.71");
    assertThat(Confidence.sure(0.712).isUncertain()).isFalse();
    assertThat(Confidence.uncertain(0.2, "too dark")).hasToString("0.20, uncertain: too dark");
    assertThat(Confidence.uncertain(0.2, "too dark").isUncertain()).isTrue();
  }

  @Test
  void whatIsNoProbabilityOrNoReasonIsRefused() {
    assertThatThrownBy(() -> Confidence.sure(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5: must be 0..1");
    assertThatThrownBy(() -> Confidence.sure(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Confidence(0.5, Optional.of(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("doubt is blank");
  }
}
