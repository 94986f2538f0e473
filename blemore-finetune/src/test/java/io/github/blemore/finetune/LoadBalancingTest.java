package io.github.blemore.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.s4d.S4dNet;
import io.github.blemore.torch.Gradients;
import io.github.blemore.torch.TorchDevice;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadBalancingTest {

  /** Of the original's code on this batch. */
  private static final double ORIGINAL = 7.059129;

  private final LoadBalancing loss = new LoadBalancing(1);

  /** Two clips of three tokens, each with its best two of four experts. */
  private static final float[] LOGITS = {
    3, 2, 0, 0, 3, 2, 0, 0, 3, 0, 2, 0,
    0, 0, 1, 5, 0, 0, 1, 5, 0, 0, 1, 5
  };

  private static final int[] CHOSEN = {0, 1, 0, 1, 0, 2, 3, 2, 3, 2, 3, 2};

  /** E^2 times the mean over clips and experts of (share of tokens) * (mean logit). */
  private static final double BY_HAND =
      16 * ((1 * 3 + 2 / 3.0 * 4 / 3 + 1 / 3.0 * 2 / 3) + (1 * 1 + 1 * 5)) / 8;

  @Test
  void isTheOriginals() {
    try (Weights weights =
            Weights.of(
                Checkpoint.open(Fixture.S4D_MOE.folder()),
                TorchDevice.of(Device.cpu()),
                Precision.FLOAT32,
                S4dNet.prefixes().toArray(String[]::new));
        NDManager call = weights.manager().newSubManager()) {
      S4dNet net = new S4dNet(weights);
      NpyArray input = Fixture.S4D_MOE.input();
      long[] shape = Arrays.stream(input.shape()).asLongStream().toArray();
      S4dNet.Pass pass = new S4dNet.Pass(S4dNet.Noise.NONE, S4dNet.Capacity.OF_BATCH, loss);
      Gradients.recorded(() -> net.classify(call.create(input.toFloats(), new Shape(shape)), pass));
      assertThat((double) loss.take(1).orElseThrow().getFloat()).isCloseTo(ORIGINAL, within(1e-5));
    }
  }

  @Test
  void isTakenOnceAndByShares() {
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager()) {
      assertThat(loss.take(1)).isEmpty();
      offer(manager, true);
      assertThat((double) loss.take(1).orElseThrow().getFloat()).isCloseTo(BY_HAND, within(1e-5));
      assertThat(loss.take(1)).isEmpty();
      offer(manager, true);
      offer(manager, true);
      assertThat((double) loss.take(0.25).orElseThrow().getFloat())
          .isCloseTo(BY_HAND / 2, within(1e-5));
    }
  }

  @Test
  void isNotOfAPassThatIsNotRecorded() {
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager()) {
      offer(manager, false);
      assertThat(loss.take(1)).isEmpty();
    }
  }

  /** A token more on an expert costs as much as all the logits say: only they have a gradient. */
  @Test
  void onlyTheLogitsHaveAGradient() {
    try (NDManager manager = TorchDevice.of(Device.cpu()).newManager()) {
      NDArray logits = manager.create(LOGITS, new Shape(2, 3, 4));
      Gradients.track(logits);
      Gradients.recorded(
          () -> {
            loss.value("moe0_logits", logits);
            loss.value("moe0_indices", manager.create(CHOSEN, new Shape(2, 3, 2)));
            Gradients.backward(loss.take(1).orElseThrow());
            return Optional.empty();
          });
      float[] gradient = Gradients.of(logits).orElseThrow().toFloatArray();
      // 16 / 8 * fraction / 3 tokens, of the first clip's experts, then of the second's.
      float[] first = {2 / 3f, 4 / 9f, 2 / 9f, 0};
      float[] second = {0, 0, 2 / 3f, 2 / 3f};
      for (int token = 0; token < 6; token++) {
        assertThat(Arrays.copyOfRange(gradient, 4 * token, 4 * token + 4))
            .containsExactly(token < 3 ? first : second, within(1e-6f));
      }
    }
  }

  private void offer(NDManager manager, boolean recorded) {
    NDArray logits = manager.create(LOGITS, new Shape(2, 3, 4));
    NDArray chosen = manager.create(CHOSEN, new Shape(2, 3, 2));
    if (recorded) {
      Gradients.recorded(() -> offer(logits, chosen));
    } else {
      Gradients.unrecorded(() -> offer(logits, chosen));
    }
  }

  private Optional<NDArray> offer(NDArray logits, NDArray chosen) {
    loss.value("moe0_logits", logits);
    loss.value("moe0_indices", chosen);
    return Optional.empty();
  }
}
