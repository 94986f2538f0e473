package io.github.blemore.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.blemore.Blend;
import io.github.blemore.Emotion;
import org.junit.jupiter.api.Test;

class StandardizerTest {

  private static Standardizer fit(float[]... windows) {
    return Standardizer.fit(
        TrainingSet.builder("x").add("clip", Blend.single(Emotion.FEAR), windows).build());
  }

  @Test
  void dividesByThePopulationDeviation() {
    Standardizer standardizer = fit(new float[] {1, 10}, new float[] {2, 30}, new float[] {6, 20});

    assertThat(standardizer.mean()).containsExactly(3, 20);
    assertThat(standardizer.scale())
        .containsExactly(new double[] {Math.sqrt(14 / 3.0), Math.sqrt(200 / 3.0)}, within(1e-12));
    assertThat(standardizer.apply(new float[] {3, 30}))
        .containsExactly(new float[] {0, (float) (10 / Math.sqrt(200 / 3.0))}, within(1e-7f));
  }

  @Test
  void aConstantFeatureBecomesExactlyZero() {
    float[][] windows = new float[10][];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = new float[] {0.1f, i};
    }
    Standardizer standardizer = fit(windows);

    assertThat(standardizer.scale()[0]).isOne();
    assertThat(standardizer.apply(new float[] {0.1f, 3})[0]).isZero();
    assertThat(standardizer.apply(new float[] {1.1f, 3})[0]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void largeOffsetsCostNoPrecision() {
    Standardizer standardizer = fit(new float[] {1e6f}, new float[] {1e6f + 1});

    assertThat(standardizer.apply(new float[] {1e6f + 1})).containsExactly(1);
    assertThat(standardizer.apply(new float[] {1e6f})).containsExactly(-1);
  }

  @Test
  void featuresMustBeAsMany() {
    assertThatThrownBy(() -> fit(new float[] {1, 2}).apply(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 features: must be 2");
  }

  @Test
  void whatWasFittedBeforeIsChecked() {
    Standardizer standardizer = Standardizer.of(new double[] {1, 2}, new double[] {4, 0.5});

    assertThat(standardizer.apply(new float[] {3, 3})).containsExactly(0.5f, 2);
    assertThatThrownBy(() -> Standardizer.of(new double[2], new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 means and 1 scales");
    assertThatThrownBy(() -> Standardizer.of(new double[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> Standardizer.of(new double[] {0, Double.NaN}, new double[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mean of feature 1 is NaN");
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Standardizer.of(new double[1], new double[] {scale}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("scale of feature 0 is " + scale);
    }
  }
}
