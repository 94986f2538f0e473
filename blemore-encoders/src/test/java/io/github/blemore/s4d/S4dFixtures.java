package io.github.blemore.s4d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.github.blemore.Device;
import io.github.blemore.Precision;
import io.github.blemore.checkpoint.Checkpoint;
import io.github.blemore.network.Recording;
import io.github.blemore.network.Weights;
import io.github.blemore.npy.NpyArray;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import io.github.blemore.torch.TorchDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The original's small networks, whole and changed, and runs of them. */
final class S4dFixtures {

  static final Path MOE = Path.of("src/test/resources/fixtures/s4d_moe");
  static final Path DENSE = Path.of("src/test/resources/fixtures/s4d_dense");

  private S4dFixtures() {}

  static Weights weights(Path folder, Precision precision) {
    return Weights.of(
        Checkpoint.open(folder),
        TorchDevice.of(Device.cpu()),
        precision,
        S4dNet.prefixes().toArray(String[]::new));
  }

  static NpyArray npy(Path file) {
    try {
      return NpyArray.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NDArray array(NDManager manager, NpyArray array) {
    return manager.create(
        array.toFloats(), new Shape(Arrays.stream(array.shape()).asLongStream().toArray()));
  }

  /** Runs a case with the noise recorded for it, or none. */
  static Recording run(
      Path folder, String caseName, boolean noise, S4dNet.Capacity capacity, Precision precision) {
    Path files = folder.resolve(caseName);
    S4dNet.Noise recorded =
        (block, logits) ->
            Optional.of(
                array(logits.getManager(), npy(files.resolve("noise_moe%d.npy".formatted(block)))));
    Recording recording = new Recording();
    try (Weights weights = weights(folder, precision);
        NDManager call = weights.manager().newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      S4dNet net = new S4dNet(weights);
      net.forward(
          array(call, npy(files.resolve("input.npy"))),
          new S4dNet.Pass(noise ? recorded : S4dNet.Noise.NONE, capacity, recording));
    }
    return recording;
  }

  /**
   * A changed copy.
   *
   * @param config replaces the config
   * @param rename the new name of a tensor; empty to leave it out
   * @param added a further tensor of ones, if not empty
   */
  static Path copy(
      Path from, Path to, String config, UnaryOperator<String> rename, String... added) {
    SafeTensors tensors = SafeTensors.map(from.resolve("model.safetensors"));
    SafeTensorsWriter writer = new SafeTensorsWriter();
    for (String name : tensors.names()) {
      Tensor tensor = tensors.get(name);
      if (!rename.apply(name).isEmpty()) {
        writer.add(rename.apply(name), tensor.toFloats(), tensor.shape());
      }
    }
    for (String name : added) {
      float[] ones = new float[64];
      Arrays.fill(ones, 1);
      writer.add(name, ones, 64);
    }
    try {
      Files.writeString(to.resolve("config.json"), config);
      Files.write(to.resolve("model.safetensors"), writer.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to;
  }

  static String config(Path folder) {
    try {
      return Files.readString(folder.resolve("config.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
