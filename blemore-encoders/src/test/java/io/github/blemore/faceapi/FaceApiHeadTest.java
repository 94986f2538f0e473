package io.github.blemore.faceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Embedding;
import io.github.blemore.EmotionDistribution;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceApiHeadTest {

  private final FaceApiHead head = FaceApiHead.load();

  private double[] predict(float[]... windows) {
    return head.predict(List.of(Embedding.of("face-api", windows))).get(0).toArray();
  }

  @Test
  void givesTheOriginalsProbabilitiesWithoutSurprise() {
    for (String name : Golden.NAMES) {
      float[] p = Golden.probabilities(name);
      double six = 1.0 - p[6];
      double[] expected = {p[3] / six, p[5] / six, p[4] / six, p[1] / six, p[2] / six, p[0] / six};
      assertThat(predict(Golden.features(name))).containsExactly(expected, within(1e-5));
    }
  }

  @Test
  void averagesTheLogitsOfWindows() {
    double[] noise = predict(Golden.features("noise"));
    double[] chess = predict(Golden.features("chess"));
    double[] logits = new double[6];
    for (int i = 0; i < 6; i++) {
      logits[i] = (Math.log(noise[i]) + Math.log(chess[i])) / 2;
    }
    assertThat(predict(Golden.features("noise"), Golden.features("chess")))
        .containsExactly(EmotionDistribution.ofLogits(logits).toArray(), within(1e-9));
  }
}
