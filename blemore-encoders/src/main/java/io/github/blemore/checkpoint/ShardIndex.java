package io.github.blemore.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The index of weights that are spread over several files, such as {@code
 * model.safetensors.index.json}.
 */
public final class ShardIndex {

  private ShardIndex() {}

  /**
   * Which file each tensor is in.
   *
   * @return file names by the tensors' names
   * @throws ModelException if it is no such index, or names a file outside of its folder
   */
  public static Map<String, String> read(Path index) {
    Map<String, String> shards = new LinkedHashMap<>();
    try {
      JsonNode root = new ObjectMapper().readTree(index.toFile());
      for (Map.Entry<String, JsonNode> entry : root.path("weight_map").properties()) {
        shards.put(entry.getKey(), fileName(index, entry.getValue()));
      }
    } catch (IOException e) {
      throw new ModelException(index + " cannot be read: " + e.getMessage(), e);
    }
    if (shards.isEmpty()) {
      throw new ModelException(index + " names no tensors: must have a \"weight_map\"");
    }
    return shards;
  }

  private static String fileName(Path index, JsonNode node) {
    String name = node.asText();
    boolean outside = name.contains("/") || name.contains("\\") || name.startsWith(".");
    if (!node.isTextual() || name.isEmpty() || outside) {
      throw new ModelException(
          "%s names the file %s: must be a name of a file beside it".formatted(index, node));
    }
    return name;
  }

  /**
   * Maps all files of an index.
   *
   * @return for each tensor, the file it is in
   * @throws ModelException if a file is missing or damaged, or has not what the index says
   */
  static Map<String, WeightFile> map(Path index) {
    Map<String, WeightFile> files = new TreeMap<>();
    Map<String, WeightFile> tensors = new LinkedHashMap<>();
    read(index)
        .forEach(
            (tensor, name) -> {
              WeightFile file = files.computeIfAbsent(name, shard -> shard(index, shard));
              if (!file.names().contains(tensor)) {
                throw new ModelException(
                    "%s says that tensor \"%s\" is in %s: it is not; one of both is of another checkpoint"
                        .formatted(index, tensor, name));
              }
              tensors.put(tensor, file);
            });
    return tensors;
  }

  private static WeightFile shard(Path index, String name) {
    Path file = index.resolveSibling(name);
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          "%s names %s: it is not there; the checkpoint is not complete".formatted(index, name));
    }
    return WeightFile.map(file);
  }
}
