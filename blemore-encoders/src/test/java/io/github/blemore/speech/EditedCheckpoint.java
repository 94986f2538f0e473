package io.github.blemore.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.safetensors.SafeTensors;
import io.github.blemore.safetensors.SafeTensorsWriter;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A copy of a checkpoint with another config or other tensors. */
final class EditedCheckpoint {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path source;
  private Consumer<ObjectNode> config = node -> {};
  private UnaryOperator<String> names = UnaryOperator.identity();
  private Function<SafeTensorsWriter, SafeTensorsWriter> more = writer -> writer;

  private EditedCheckpoint(Path source) {
    this.source = source;
  }

  static EditedCheckpoint of(Path source) {
    return new EditedCheckpoint(source);
  }

  EditedCheckpoint config(Consumer<ObjectNode> edit) {
    this.config = edit;
    return this;
  }

  /** Gives tensors other names; those without one, an empty text, are left out. */
  EditedCheckpoint names(UnaryOperator<String> renamed) {
    this.names = renamed;
    return this;
  }

  EditedCheckpoint add(String name, float... values) {
    this.more = writer -> writer.add(name, values, values.length);
    return this;
  }

  Path writeTo(Path folder) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(source.resolve("config.json").toFile());
      config.accept(json);
      JSON.writeValue(folder.resolve("config.json").toFile(), json);
      SafeTensors tensors = SafeTensors.map(source.resolve("model.safetensors"));
      SafeTensorsWriter writer = new SafeTensorsWriter();
      for (String name : tensors.names()) {
        Tensor tensor = tensors.get(name);
        if (!names.apply(name).isEmpty()) {
          writer.add(names.apply(name), tensor.toFloats(), tensor.shape());
        }
      }
      more.apply(writer).write(folder.resolve("model.safetensors"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
