package io.github.blemore.checkpoint;

import io.github.blemore.ModelException;
import io.github.blemore.internal.Sha256;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The weights of a checkpoint, in one file or several. */
final class WeightFiles {

  private final Path source;
  private final Map<String, WeightFile> tensors;

  private WeightFiles(Path source, Map<String, WeightFile> tensors) {
    this.source = source;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Maps the weights of a folder.
   *
   * @throws ModelException if there are none or they are damaged
   */
  static WeightFiles in(Path folder) {
    Path file =
        Checkpoint.WEIGHTS.stream()
            .map(folder::resolve)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelException(
                        "%s holds no weights: must have %s; a file of another name can be opened by its own path"
                            .formatted(folder, String.join(" or ", Checkpoint.WEIGHTS))));
    return file.toString().endsWith(".json")
        ? new WeightFiles(file, ShardIndex.map(file))
        : of(file);
  }

  /**
   * Maps one file.
   *
   * @throws ModelException if it is damaged or of no known format
   */
  static WeightFiles of(Path path) {
    WeightFile file = WeightFile.map(path);
    Map<String, WeightFile> tensors = new LinkedHashMap<>();
    file.names().forEach(name -> tensors.put(name, file));
    return new WeightFiles(path, tensors);
  }

  Set<String> names() {
    return tensors.keySet();
  }

  /** The keys of the free texts of all files. */
  Set<String> metadata() {
    Set<String> keys = new HashSet<>();
    tensors.values().forEach(file -> keys.addAll(file.metadata()));
    return keys;
  }

  Tensor tensor(String name) {
    WeightFile file = tensors.get(name);
    if (file == null) {
      throw new ModelException(
          "%s has no tensor \"%s\" among its %d, such as %s"
              .formatted(
                  source, name, tensors.size(), tensors.keySet().stream().limit(10).toList()));
    }
    return file.tensors().apply(name);
  }

  /**
   * The SHA-256 of the one file; of several, that of their 64 hex digits each, one after the other
   * in the order of the files' names.
   */
  String sha256() {
    List<Path> files = tensors.values().stream().map(WeightFile::path).distinct().sorted().toList();
    try {
      if (files.size() == 1) {
        return Sha256.of(files.get(0));
      }
      StringBuilder digests = new StringBuilder();
      for (Path file : files) {
        digests.append(Sha256.of(file));
      }
      return Sha256.of(digests.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new ModelException(source + " cannot be read: " + e.getMessage(), e);
    }
  }
}
