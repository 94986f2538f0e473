package io.github.blemore.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.internal.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes safetensors files of float32 and float64 tensors. The header is padded so that the data
 * begin at a multiple of eight bytes, and wide elements come first, so every tensor is aligned. Not
 * safe for several threads.
 */
public final class SafeTensorsWriter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;

  @SuppressWarnings("ArrayRecordComponent")
  private record Item(ElementType type, long[] shape, ByteBuffer bytes) {}

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Item> items = new LinkedHashMap<>();

  /** Starts with neither tensors nor texts. */
  public SafeTensorsWriter() {}

  /**
   * Adds a free text.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public SafeTensorsWriter metadata(String name, String text) {
    requireNew(metadata.putIfAbsent(name, text), "metadata", name);
    return this;
  }

  /**
   * Adds a float32 tensor.
   *
   * @param values in C order; copied
   * @param shape their lengths; none for a single number
   * @throws IllegalArgumentException if there is one of that name, or the shape does not fit
   */
  public SafeTensorsWriter add(String name, float[] values, long... shape) {
    requireFit(name, values.length, shape);
    ByteBuffer bytes = buffer(Float.BYTES, values.length);
    bytes.asFloatBuffer().put(values);
    return add(name, new Item(ElementType.F32, shape.clone(), bytes));
  }

  /**
   * Adds a float64 tensor.
   *
   * @param values in C order; copied
   * @param shape their lengths; none for a single number
   * @throws IllegalArgumentException if there is one of that name, or the shape does not fit
   */
  public SafeTensorsWriter add(String name, double[] values, long... shape) {
    requireFit(name, values.length, shape);
    ByteBuffer bytes = buffer(Double.BYTES, values.length);
    bytes.asDoubleBuffer().put(values);
    return add(name, new Item(ElementType.F64, shape.clone(), bytes));
  }

  private SafeTensorsWriter add(String name, Item item) {
    if (name.equals(Header.METADATA)) {
      throw new IllegalArgumentException("no tensor can be called " + name);
    }
    requireNew(items.putIfAbsent(name, item), "tensor", name);
    return this;
  }

  private static void requireNew(@Nullable Object before, String what, String name) {
    if (before != null) {
      throw new IllegalArgumentException("%s \"%s\" is added twice".formatted(what, name));
    }
  }

  private static void requireFit(String name, int count, long[] shape) {
    boolean negative = Arrays.stream(shape).anyMatch(length -> length < 0);
    if (negative || Arrays.stream(shape).reduce(1, (a, b) -> a * b) != count) {
      throw new IllegalArgumentException(
          "tensor \"%s\" has %d values: do not fit %s"
              .formatted(name, count, Arrays.toString(shape)));
    }
  }

  private static ByteBuffer buffer(int elementBytes, int elements) {
    return ByteBuffer.allocate(Math.multiplyExact(elementBytes, elements))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The bytes of the file.
   *
   * @throws ArithmeticException if they are more than 2 GiB
   */
  public byte[] toBytes() {
    List<Map.Entry<String, Item>> wideFirst =
        items.entrySet().stream()
            .sorted(Comparator.comparing(item -> -item.getValue().type().bytes()))
            .toList();
    byte[] header = header(wideFirst);
    long padding = -(LENGTH_BYTES + header.length) & (ALIGNMENT - 1);
    long size = LENGTH_BYTES + header.length + padding;
    for (Map.Entry<String, Item> item : wideFirst) {
      size += item.getValue().bytes().capacity();
    }
    ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length + padding).put(header);
    for (int i = 0; i < padding; i++) {
      file.put((byte) ' ');
    }
    wideFirst.forEach(item -> file.put(item.getValue().bytes().duplicate()));
    return file.array();
  }

  private byte[] header(List<Map.Entry<String, Item>> inOrder) {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      metadata.forEach(root.putObject(Header.METADATA)::put);
    }
    long from = 0;
    for (Map.Entry<String, Item> named : inOrder) {
      Item item = named.getValue();
      ObjectNode entry = root.putObject(named.getKey()).put("dtype", item.type().name());
      Arrays.stream(item.shape()).forEach(entry.putArray("shape")::add);
      long to = from + item.bytes().capacity();
      entry.putArray("data_offsets").add(from).add(to);
      from = to;
    }
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the file: it is there whole or, if this fails, as it was before.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    byte[] bytes = toBytes();
    AtomicFile.write(file, out -> out.write(bytes));
  }
}
