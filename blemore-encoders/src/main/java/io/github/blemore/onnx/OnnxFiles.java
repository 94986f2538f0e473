package io.github.blemore.onnx;

import io.github.blemore.ModelException;
import io.github.blemore.internal.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of ONNX models: the graph, and beside it the weights that it names as external data.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class OnnxFiles {

  /** The messages on the way to a tensor, with the fields that lead there. */
  private enum Message {
    MODEL,
    GRAPH,
    FUNCTION,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR,
    EXTERNAL_DATA;

    Map<Integer, Message> fields() {
      return switch (this) {
        case MODEL -> Map.of(7, GRAPH, 25, FUNCTION);
        case GRAPH -> Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR);
        case FUNCTION -> Map.of(7, NODE);
        case NODE -> Map.of(5, ATTRIBUTE);
        case ATTRIBUTE ->
            Map.of(
                5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE_TENSOR, 23, SPARSE_TENSOR);
        case SPARSE_TENSOR -> Map.of(1, TENSOR, 2, TENSOR);
        case TENSOR -> Map.of(13, EXTERNAL_DATA);
        case EXTERNAL_DATA -> Map.of();
      };
    }
  }

  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final Set<String> locations = new TreeSet<>();

  private OnnxFiles() {}

  /**
   * SHA-256 of models in one folder: of the lines {@code <file name> <SHA-256 of the file>\n} of
   * their graphs and external data, in the order of the names.
   *
   * @throws ModelException if a file is missing, cannot be read or is no ONNX model
   */
  static String sha256(Collection<Path> models) {
    Map<String, Path> files = new TreeMap<>();
    for (Path model : models) {
      files.put(String.valueOf(model.getFileName()), model);
      externalData(model).forEach(name -> files.put(name, model.resolveSibling(name)));
    }
    StringBuilder lines = new StringBuilder();
    files.forEach((name, file) -> lines.append(name).append(' ').append(hash(file)).append('\n'));
    return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The names of a model's external data, relative to its folder.
   *
   * @throws ModelException if the model is missing or damaged, or one of these files is missing
   */
  static Set<String> externalData(Path model) {
    OnnxFiles files = new OnnxFiles();
    if (!Files.isRegularFile(model)) {
      throw new ModelException(model + " is no file: must be an ONNX model");
    }
    try (FileChannel channel = FileChannel.open(model)) {
      files.walk(Message.MODEL, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    } catch (IOException | RuntimeException e) {
      throw new ModelException("%s cannot be read as an ONNX model: %s".formatted(model, e), e);
    }
    for (String name : files.locations) {
      if (!Files.isRegularFile(model.resolveSibling(name))) {
        throw new ModelException(
            "%s needs its weights in %s beside it: this file is not there".formatted(model, name));
      }
    }
    return files.locations;
  }

  private void walk(Message message, ByteBuffer bytes) {
    if (message == Message.EXTERNAL_DATA) {
      entry(bytes);
      return;
    }
    Map<Integer, Message> fields = message.fields();
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      ByteBuffer value = value(tag, bytes);
      Message inside = fields.get((int) (tag >>> 3));
      if (inside != null) {
        walk(inside, value);
      }
    }
  }

  /** A key and a value, such as {@code location} and {@code model.onnx_data}. */
  private void entry(ByteBuffer bytes) {
    String key = "";
    String text = "";
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      String value = StandardCharsets.UTF_8.decode(value(tag, bytes)).toString();
      if (tag >>> 3 == KEY) {
        key = value;
      } else if (tag >>> 3 == VALUE) {
        text = value;
      }
    }
    if (key.equals("location")) {
      locations.add(text);
    }
  }

  /** The bytes of a field, which are passed over. */
  private static ByteBuffer value(long tag, ByteBuffer bytes) {
    int start = bytes.position();
    int length =
        switch ((int) (tag & 7)) {
          case VARINT -> {
            varint(bytes);
            int end = bytes.position();
            bytes.position(start);
            yield end - start;
          }
          case EIGHT_BYTES -> Long.BYTES;
          case FOUR_BYTES -> Integer.BYTES;
          case LENGTH -> Math.toIntExact(varint(bytes));
          default -> throw new IllegalArgumentException("wire type " + (tag & 7));
        };
    ByteBuffer value = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return value;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }
}
