package io.github.blemore.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Checkpoints of src/test/resources/fixtures, and changed copies of them. */
public final class TestCheckpoints {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WEIGHTS = "model.safetensors";

  private TestCheckpoints() {}

  /** One as the original code wrote it. */
  public static Path original(String name) {
    return Path.of("src/test/resources/fixtures", name);
  }

  /** A copy whose config says something else. */
  public static Path withConfig(Path original, Path copy, Consumer<ObjectNode> edit)
      throws IOException {
    Files.createDirectories(copy);
    ObjectNode config = (ObjectNode) JSON.readTree(original.resolve("config.json").toFile());
    edit.accept(config);
    JSON.writeValue(copy.resolve("config.json").toFile(), config);
    Files.copy(original.resolve(WEIGHTS), copy.resolve(WEIGHTS));
    return copy;
  }

  /** A copy with a {@code preprocessor_config.json}. */
  public static Path withProcessor(Path original, Path copy, String json) throws IOException {
    withConfig(original, copy, config -> {});
    Files.writeString(copy.resolve("preprocessor_config.json"), json);
    return copy;
  }

  /** A copy whose float32 tensors have other names, or are not there. */
  public static Path withNames(Path original, Path copy, Function<String, Optional<String>> rename)
      throws IOException {
    withConfig(original, copy, config -> {});
    Files.delete(copy.resolve(WEIGHTS));
    SafeTensors tensors = SafeTensors.map(original.resolve(WEIGHTS));
    SafeTensorsWriter writer = new SafeTensorsWriter();
    for (String name : tensors.names()) {
      Tensor tensor = tensors.get(name);
      Optional<String> renamed = rename.apply(name);
      if (renamed.isPresent() && !name.endsWith("position_ids")) {
        writer.add(renamed.get(), tensor.toFloats(), tensor.shape());
      }
    }
    writer.write(copy.resolve(WEIGHTS));
    return copy;
  }
}
