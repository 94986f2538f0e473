package io.github.blemore.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.github.blemore.Device;
import io.github.blemore.ModelException;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {

  @TempDir Path folder;

  private Weights weights(SafeTensorsWriter tensors) throws IOException {
    Files.writeString(folder.resolve("config.json"), "{}");
    tensors.write(folder.resolve("model.safetensors"));
    return weights(Checkpoint.open(folder));
  }

  private static Weights weights(Checkpoint checkpoint) {
    return Weights.of(checkpoint, TorchDevice.of(Device.cpu()), Precision.FLOAT32, "base.");
  }

  @Test
  void namesMayHaveThePrefixOfATask() throws IOException {
    try (Weights weights =
        weights(
            new SafeTensorsWriter()
                .add("base.a", new float[] {1, 2}, 2)
                .add("b", new float[1], 1))) {
      assertThat(weights.vector("a", 2).toFloatArray()).containsExactly(1, 2);
      assertThat(weights.has("b")).isTrue();
      assertThat(weights.has("c")).isFalse();
      assertThat(weights.outputs("a")).contains(2L);
    }
  }

  @Test
  void pickledTensorsAreRead() {
    Checkpoint pickled =
        Checkpoint.open(Path.of("src/test/resources/fixtures/pickle/s4d_like.pth"));
    try (Weights weights = weights(pickled)) {
      NDArray transposed = weights.matrix("transposed", 4, 2);

      assertThat(transposed.toFloatArray()).containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
      assertThat(weights.vector("whole", 2, 4).toFloatArray())
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(weights.vector("half", 2).toFloatArray()).containsExactly(0.5f, -3);
      assertThat(weights.vector("parameter", 2).toFloatArray()).containsExactly(0.1f, -2);
    }
  }

  @Test
  void aMissingTensorIsNamedWithItsShape() throws IOException {
    try (Weights weights = weights(new SafeTensorsWriter().add("a", new float[1], 1))) {
      assertThatThrownBy(() -> weights.vector("norm.weight", 4))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("has no tensor \"norm.weight\" [4], nor one with base.");
    }
  }

  @Test
  void aWrongShapeIsNamedWithTheExpectedOne() throws IOException {
    try (Weights weights = weights(new SafeTensorsWriter().add("a", new float[6], 2, 3))) {
      assertThatThrownBy(() -> weights.matrix("a", 3, 2))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("tensor \"a\" has shape [2, 3], must have [3, 2]");
    }
  }

  @Test
  void weightsThatAreNotFiniteAreRefusedByName() throws IOException {
    try (Weights weights =
        weights(
            new SafeTensorsWriter()
                .add("nan", new float[] {0, Float.NaN}, 2)
                .add("infinite", new double[] {Double.NEGATIVE_INFINITY}, 1)
                .add("overflow", new double[] {1e300}, 1))) {
      assertThatThrownBy(() -> weights.vector("nan", 2))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("tensor \"nan\" holds NaN at 1: weights must be finite");
      assertThatThrownBy(() -> weights.vector("infinite", 1))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("tensor \"infinite\" holds -Infinity at 0");
      assertThatThrownBy(() -> weights.vector("overflow", 1))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("tensor \"overflow\" holds Infinity at 0");
    }
  }

  @Test
  void integersAreNoWeights() {
    Checkpoint pickled =
        Checkpoint.open(Path.of("src/test/resources/fixtures/pickle/s4d_like.pth"));
    try (Weights weights = weights(pickled)) {
      assertThatThrownBy(() -> weights.vector("long"))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("long I64 []")
          .hasMessageContaining("must hold floating-point numbers");
    }
  }
}
