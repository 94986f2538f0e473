package io.github.blemore.checkpoint;

import io.github.blemore.ModelException;
import io.github.blemore.pickle.PickledTensors;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.Tensor;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;

/**
 * One file of weights, mapped.
 *
 * @param names of its tensors
 * @param metadata the keys of its free texts
 * @param tensors gives one of them
 */
record WeightFile(
    Path path, Set<String> names, Set<String> metadata, Function<String, Tensor> tensors) {

  /**
   * Maps a file, in the format its name says.
   *
   * @throws ModelException if it cannot be read, or its name says none that can be read
   */
  static WeightFile map(Path path) {
    String name = path.toString();
    if (name.endsWith(".safetensors")) {
      SafeTensors file = SafeTensors.map(path);
      return new WeightFile(path, file.names(), file.metadata().keySet(), file::get);
    }
    if (name.endsWith(".bin") || name.endsWith(".pth") || name.endsWith(".pt")) {
      PickledTensors file = PickledTensors.map(path);
      return new WeightFile(path, file.names(), Set.of(), file::get);
    }
    throw new ModelException(
        path + " is no file of weights: its name must end in .safetensors, .bin, .pth or .pt");
  }
}
