package io.github.blemore.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.blemore.internal.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes safetensors files of float32, float64 and int64 tensors, and of copies of any others. The
 * header is padded so that the data begin at a multiple of eight bytes, and wide elements come
 * first, so every tensor is aligned. Not safe for several threads.
 */
public final class SafeTensorsWriter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;

  private static final int PIECE_BYTES = 1 << 16;

  /** Values of a float32 tensor that are computed when the file is written. */
  @FunctionalInterface
  public interface Values {

    /**
     * One value; asked once for each, in order, whenever the file is written.
     *
     * @param index in C order, from 0
     */
    float at(long index);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Item(ElementType type, long[] shape, long size, AtomicFile.Content content) {

    static Item of(ElementType type, long[] shape, byte[] bytes) {
      return new Item(type, shape.clone(), bytes.length, out -> out.write(bytes));
    }
  }

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
    byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, values.length)];
    littleEndian(bytes).asFloatBuffer().put(values);
    return add(name, Item.of(ElementType.F32, shape, bytes));
  }

  /**
   * Adds a float32 tensor of any size, whose values are computed when the file is written, so that
   * they are never in memory together.
   *
   * @param values in C order
   * @param shape their lengths; none for a single number
   * @throws IllegalArgumentException if there is one of that name, or a length is negative
   * @throws ArithmeticException if it has more bytes than a long can count
   */
  public SafeTensorsWriter addComputed(String name, Values values, long... shape) {
    long count = count(name, shape);
    return add(
        name,
        new Item(
            ElementType.F32,
            shape.clone(),
            Math.multiplyExact(Float.BYTES, count),
            out -> writeComputed(values, count, out)));
  }

  private static void writeComputed(Values values, long count, OutputStream out)
      throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    ByteBuffer floats = littleEndian(piece);
    for (long i = 0; i < count; i++) {
      floats.putFloat(values.at(i));
      if (!floats.hasRemaining() || i == count - 1) {
        out.write(piece, 0, floats.position());
        floats.clear();
      }
    }
  }

  /**
   * Adds a float32 tensor whose values are asked for when the file is written, so that those of one
   * tensor at a time are in memory.
   *
   * @param values give them in C order; called once whenever the file is written, which fails with
   *     an {@link IllegalArgumentException} if they are not as many as the shape says
   * @param shape their lengths; none for a single number
   * @throws IllegalArgumentException if there is one of that name, or a length is negative
   * @throws ArithmeticException if it has more bytes than a long can count
   */
  public SafeTensorsWriter add(String name, Supplier<float[]> values, long... shape) {
    long[] lengths = shape.clone();
    long size = Math.multiplyExact(Float.BYTES, count(name, lengths));
    return add(
        name,
        new Item(
            ElementType.F32, lengths, size, out -> writeFloats(name, values.get(), lengths, out)));
  }

  private static void writeFloats(String name, float[] values, long[] shape, OutputStream out)
      throws IOException {
    requireFit(name, values.length, shape);
    byte[] piece = new byte[PIECE_BYTES];
    FloatBuffer floats = littleEndian(piece).asFloatBuffer();
    for (int from = 0; from < values.length; from += floats.capacity()) {
      int length = Math.min(floats.capacity(), values.length - from);
      floats.clear().put(values, from, length);
      out.write(piece, 0, Float.BYTES * length);
    }
  }

  /**
   * Adds a copy of a tensor of any type, bit for bit; it is read when the file is written.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public SafeTensorsWriter add(String name, Tensor tensor) {
    return add(
        name,
        new Item(
            tensor.type(),
            tensor.shape(),
            tensor.bytes().capacity(),
            out -> writeBytes(tensor.bytes(), out)));
  }

  private static void writeBytes(ByteBuffer bytes, OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    while (bytes.hasRemaining()) {
      int length = Math.min(piece.length, bytes.remaining());
      bytes.get(piece, 0, length);
      out.write(piece, 0, length);
    }
  }

  /**
   * Adds an int64 tensor.
   *
   * @param values in C order; copied
   * @param shape their lengths; none for a single number
   * @throws IllegalArgumentException if there is one of that name, or the shape does not fit
   */
  public SafeTensorsWriter add(String name, long[] values, long... shape) {
    requireFit(name, values.length, shape);
    byte[] bytes = new byte[Math.multiplyExact(Long.BYTES, values.length)];
    littleEndian(bytes).asLongBuffer().put(values);
    return add(name, Item.of(ElementType.I64, shape, bytes));
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
    byte[] bytes = new byte[Math.multiplyExact(Double.BYTES, values.length)];
    littleEndian(bytes).asDoubleBuffer().put(values);
    return add(name, Item.of(ElementType.F64, shape, bytes));
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

  private static void requireFit(String name, int values, long[] shape) {
    if (count(name, shape) != values) {
      throw new IllegalArgumentException(
          "tensor \"%s\" has %d values: do not fit %s"
              .formatted(name, values, Arrays.toString(shape)));
    }
  }

  private static long count(String name, long[] shape) {
    long count = 1;
    for (long length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "tensor \"%s\" has shape %s: no length can be negative"
                .formatted(name, Arrays.toString(shape)));
      }
      count = Math.multiplyExact(count, length);
    }
    return count;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The bytes of the file.
   *
   * @throws ArithmeticException if they are more than 2 GiB
   */
  public byte[] toBytes() {
    List<Map.Entry<String, Item>> wideFirst = wideFirst();
    byte[] start = start(wideFirst);
    long size = start.length;
    for (Map.Entry<String, Item> item : wideFirst) {
      size += item.getValue().size();
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream(Math.toIntExact(size));
    try {
      write(start, wideFirst, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private List<Map.Entry<String, Item>> wideFirst() {
    return items.entrySet().stream()
        .sorted(Comparator.comparing(item -> -item.getValue().type().bytes()))
        .toList();
  }

  private static void write(byte[] start, List<Map.Entry<String, Item>> inOrder, OutputStream out)
      throws IOException {
    out.write(start);
    for (Map.Entry<String, Item> item : inOrder) {
      item.getValue().content().writeTo(out);
    }
  }

  /** All before the data. */
  private byte[] start(List<Map.Entry<String, Item>> inOrder) {
    byte[] header = header(inOrder);
    int padding = -(LENGTH_BYTES + header.length) & (ALIGNMENT - 1);
    byte[] start = new byte[LENGTH_BYTES + header.length + padding];
    Arrays.fill(start, (byte) ' ');
    littleEndian(start).putLong((long) header.length + padding).put(header);
    return start;
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
      long to = from + item.size();
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
    List<Map.Entry<String, Item>> wideFirst = wideFirst();
    byte[] start = start(wideFirst);
    AtomicFile.write(file, out -> write(start, wideFirst, out));
  }
}
