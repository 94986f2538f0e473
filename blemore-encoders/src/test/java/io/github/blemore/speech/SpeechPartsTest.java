package io.github.blemore.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Precision;
import io.github.blemore.network.Activation;
import io.github.blemore.network.Weights;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the network against slow, obvious versions. */
class SpeechPartsTest {

  private static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void framesAreThoseOfTheConvolutions() {
    FrameGrid grid = new FrameGrid(List.of(10, 3, 3, 3, 3, 2, 2), List.of(5, 2, 2, 2, 2, 2, 2));

    assertThat(grid.receptiveField()).isEqualTo(400);
    assertThat(grid.frames(0)).isZero();
    assertThat(grid.frames(399)).isZero();
    assertThat(grid.frames(400)).isEqualTo(1);
    assertThat(grid.frames(719)).isEqualTo(1);
    assertThat(grid.frames(720)).isEqualTo(2);
    assertThat(grid.frames(16_000)).isEqualTo(49);
  }

  @Test
  void theKernelHasTheLengthsOfTheWeightNormTapByTap() {
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.HUBERT, Precision.FLOAT32)) {
      NDArray lengths = weights.manager().create(new float[] {2, 0.5f, 3}, new Shape(1, 1, 3));
      NDArray directions = weights.manager().create(random(1, 24), new Shape(4, 2, 3));
      float[] kernel = new WeightNorm(lengths, directions).kernel().toFloatArray();

      for (int tap = 0; tap < 3; tap++) {
        double squares = 0;
        for (int i = tap; i < kernel.length; i += 3) {
          squares += kernel[i] * kernel[i];
        }
        assertThat(Math.sqrt(squares)).isCloseTo(new double[] {2, 0.5, 3}[tap], within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5})
  void positionsAreConvolvedWithOddAndEvenKernels(int taps) {
    int frames = 7;
    float[] x = random(2, frames * 4);
    float[] kernel = random(3, 4 * 2 * taps);
    float[] bias = random(4, 4);
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.HUBERT, Precision.FLOAT32)) {
      NDArray kernelArray = weights.manager().create(kernel, new Shape(4, 2, taps));
      NDArray biasArray = weights.manager().create(bias, new Shape(4));
      PositionalConvolution positions =
          new PositionalConvolution(() -> kernelArray, biasArray, 2, Activation.GELU);
      NDArray result = positions.apply(weights.manager().create(x, new Shape(1, frames, 4)));

      assertThat(result.getShape()).isEqualTo(new Shape(1, frames, 4));
      NDArray expected = weights.manager().create(slowly(x, kernel, bias, taps));
      assertThat(result.toFloatArray())
          .containsExactly(Activation.GELU.apply(expected).toFloatArray(), within(1e-5f));
    }
  }

  /** Two groups of two channels; half of the taps before the frame, for even ones one more. */
  private static float[] slowly(float[] x, float[] kernel, float[] bias, int taps) {
    float[] y = new float[x.length];
    for (int t = 0; t < x.length / 4; t++) {
      for (int out = 0; out < 4; out++) {
        float sum = bias[out];
        for (int in = 0; in < 2; in++) {
          for (int tap = 0; tap < taps; tap++) {
            int from = t + tap - taps / 2;
            boolean inside = from >= 0 && from < x.length / 4;
            int channel = out / 2 * 2 + in;
            sum += inside ? x[from * 4 + channel] * kernel[(out * 2 + in) * taps + tap] : 0;
          }
        }
        y[t * 4 + out] = sum;
      }
    }
    return y;
  }

  @Test
  void bucketsAreExactThenLogarithmic() {
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.WAVLM, Precision.FLOAT32)) {
      NDArray table = weights.manager().create(random(5, 16 * 2), new Shape(16, 2));
      RelativePositions positions = new RelativePositions(table, 64, weights.functions());

      // Eight buckets for each direction: 0 to 3 exact; 4 + 4 log(d / 4) / log(16), cut off.
      int[] distances = {0, 1, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 9999};
      int[] buckets = {0, 1, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7, 7};
      for (int i = 0; i < distances.length; i++) {
        assertThat(positions.bucket(-distances[i])).as("%d before", i).isEqualTo(buckets[i]);
        assertThat(positions.bucket(distances[i]))
            .as("%d after", i)
            .isEqualTo(buckets[i] + (distances[i] > 0 ? 8 : 0));
      }
    }
  }

  @Test
  void eachPairOfFramesGetsTheNumberOfItsBucket() {
    float[] values = random(6, 16 * 2);
    int frames = 9;
    try (Weights weights = SpeechFixtures.weights(SpeechFixtures.WAVLM, Precision.FLOAT32)) {
      NDArray table = weights.manager().create(values, new Shape(16, 2));
      RelativePositions positions = new RelativePositions(table, 64, weights.functions());
      NDArray between = positions.between(weights.manager(), frames);

      assertThat(between.getShape()).isEqualTo(new Shape(2, frames, frames));
      float[] all = between.toFloatArray();
      for (int head = 0; head < 2; head++) {
        for (int query = 0; query < frames; query++) {
          for (int key = 0; key < frames; key++) {
            assertThat(all[(head * frames + query) * frames + key])
                .isEqualTo(values[positions.bucket(key - query) * 2 + head]);
          }
        }
      }
    }
  }

  @Test
  void soundIsBroughtToMeanZeroAndVarianceOne() {
    float[] prepared =
        new SpeechInput(16_000, true).prepare(FloatBuffer.wrap(new float[] {1, 2, 3, 6}));
    double scale = 1 / Math.sqrt(3.5 + 1e-7);

    assertThat(prepared)
        .containsExactly(
            new float[] {(float) (-2 * scale), (float) -scale, 0, (float) (3 * scale)},
            within(1e-6f));
    assertThat(new SpeechInput(16_000, true).prepare(FloatBuffer.wrap(new float[3])))
        .containsOnly(0);
  }

  @Test
  void soundIsLeftAsItIsIfTheCheckpointSaysSo() {
    float[] samples = {0.5f, -0.25f};
    FloatBuffer buffer = FloatBuffer.wrap(samples);

    assertThat(new SpeechInput(16_000, false).prepare(buffer)).isEqualTo(samples);
    assertThat(buffer.remaining()).isEqualTo(2);
  }
}
