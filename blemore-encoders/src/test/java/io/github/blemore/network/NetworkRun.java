package io.github.blemore.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a network computed, in float32 on the CPU. */
public final class NetworkRun {

  private final Recording recording;

  private NetworkRun(Recording recording) {
    this.recording = recording;
  }

  /** Runs the network of a checkpoint on an input. */
  public static NetworkRun of(
      Path checkpoint, List<String> prefixes, Function<Weights, Network> network, Path input)
      throws IOException {
    Recording recording = new Recording();
    NpyArray values = NpyArray.read(input);
    long[] shape = Arrays.stream(values.shape()).asLongStream().toArray();
    try (Weights weights =
            Weights.of(
                Checkpoint.open(checkpoint),
                TorchDevice.of(Device.cpu()),
                Precision.FLOAT32,
                prefixes.toArray(String[]::new));
        NDManager call = weights.manager().newSubManager();
        NDArray array = call.create(values.toFloats(), new Shape(shape))) {
      network.apply(weights).forward(array, recording).close();
    }
    return new NetworkRun(recording);
  }

  /** A value by its name. */
  public NpyArray value(String name) {
    NpyArray value = recording.values().get(name);
    if (value == null) {
      throw new AssertionError("the network offers no " + name);
    }
    return value;
  }

  /** Hidden states by their index. */
  public Map<Integer, NpyArray> hiddenStates() {
    return recording.hiddenStates();
  }

  /** Compares a named value with {@code name.npy} of a folder. */
  public void assertValue(Path folder, String name) throws IOException {
    NpyArray expected = NpyArray.read(folder.resolve(name + ".npy"));
    assertThat(value(name).shape()).isEqualTo(expected.shape());
    assertThat(value(name).toFloats()).containsExactly(expected.toFloats(), within(5e-5f));
  }

  /** Compares all hidden states with {@code hidden_states.npy} of a folder. */
  public void assertHiddenStates(Path folder) throws IOException {
    NpyArray expected = NpyArray.read(folder.resolve("hidden_states.npy"));
    assertThat(hiddenStates()).hasSize(expected.shape()[0]);
    int size = expected.size() / expected.shape()[0];
    float[] all = expected.toFloats();
    hiddenStates()
        .forEach(
            (index, state) ->
                assertThat(state.toFloats())
                    .as("hidden state %d", index)
                    .containsExactly(
                        Arrays.copyOfRange(all, index * size, (index + 1) * size), within(1e-4f)));
  }
}
