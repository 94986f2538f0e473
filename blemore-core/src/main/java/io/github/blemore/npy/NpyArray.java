package io.github.blemore.npy;

import io.github.blemore.internal.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One array of numbers of an {@code .npy} file: little-endian, C order, of type f4, f8, i1, i2, i4,
 * i8, u1 or bool.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class NpyArray {

  private final String type;
  private final int[] shape;
  private final ByteBuffer data;

  private NpyArray(String type, int[] shape, ByteBuffer data) {
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  /**
   * Reads a whole file.
   *
   * @throws IOException if it cannot be read, is not an {@code .npy} file, holds another type or
   *     order, or is shorter or longer than its header says; the message names the file
   */
  public static NpyArray read(Path file) throws IOException {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Parses the bytes of a file.
   *
   * @throws IllegalArgumentException if they are not a readable {@code .npy} file
   */
  public static NpyArray parse(byte[] bytes) {
    NpyHeader header = NpyHeader.parse(bytes);
    String type = header.descr().replaceFirst("^[<|=]", "");
    int[] shape = header.shape();
    long size = bytesOf(type, header.descr());
    for (int length : shape) {
      // Kept within an int's product: more than a file of ours can hold is too much in any case.
      size = Math.min(size * length, Integer.MAX_VALUE + 1L);
    }
    header.requireBytes(bytes, type, size);
    return new NpyArray(
        type,
        shape,
        ByteBuffer.wrap(bytes)
            .slice(header.dataStart(), (int) size)
            .order(ByteOrder.LITTLE_ENDIAN));
  }

  private static int bytesOf(String type, String descr) {
    return switch (type) {
      case "f8", "i8" -> 8;
      case "f4", "i4" -> 4;
      case "i2" -> 2;
      case "i1", "u1", "b1" -> 1;
      default ->
          throw new IllegalArgumentException(
              "array is of type %s: must be little-endian f4, f8, i1, i2, i4, i8, u1 or bool"
                  .formatted(descr));
    };
  }

  /**
   * An array of float32.
   *
   * @param values all elements in C order; copied
   * @param shape its axes' lengths; none for a scalar
   * @throws IllegalArgumentException if the shape does not have as many elements as there are
   *     values, or one of its axes is negative
   */
  public static NpyArray ofFloats(float[] values, int... shape) {
    ByteBuffer data = allocate("f4", values.length, shape);
    data.asFloatBuffer().put(values);
    return new NpyArray("f4", shape.clone(), data);
  }

  /**
   * An array of float64.
   *
   * @param values all elements in C order; copied
   * @param shape its axes' lengths; none for a scalar
   * @throws IllegalArgumentException as for float32
   */
  public static NpyArray ofDoubles(double[] values, int... shape) {
    ByteBuffer data = allocate("f8", values.length, shape);
    data.asDoubleBuffer().put(values);
    return new NpyArray("f8", shape.clone(), data);
  }

  private static ByteBuffer allocate(String type, int elements, int[] shape) {
    long expected = 1;
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "shape %s: no axis may be negative".formatted(Arrays.toString(shape)));
      }
      expected = Math.min(expected * length, Integer.MAX_VALUE + 1L);
    }
    long bytes = (long) elements * bytesOf(type, type);
    if (expected != elements || bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d values in an array of %s %s: must be as many as the shape says, and under 2 GiB"
              .formatted(elements, type, Arrays.toString(shape)));
    }
    return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes the array in format version 1.0, byte for byte as {@code numpy.save} does; a file that
   * is there is replaced, and stays as it was if the array cannot be written.
   *
   * @throws IOException if it cannot be written; the message names the file
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, this::writeTo);
  }

  /** Writes the array as the content of an {@code .npy} file. */
  void writeTo(OutputStream out) throws IOException {
    out.write(NpyHeader.bytes((bytesOf(type, type) == 1 ? "|" : "<") + type, shape));
    out.write(data.array(), data.arrayOffset(), data.capacity());
  }

  /** NumPy's name of the element type without its byte order, such as {@code f4}. */
  public String type() {
    return type;
  }

  /** A copy of the shape; empty for a scalar. */
  public int[] shape() {
    return shape.clone();
  }

  /** How many elements. */
  public int size() {
    return data.capacity() / bytesOf(type, type);
  }

  /** All elements in C order as float64. */
  public double[] toDoubles() {
    double[] values = new double[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = element(i);
    }
    return values;
  }

  /** All elements in C order as float32; float64 and wide integers are rounded. */
  public float[] toFloats() {
    float[] values = new float[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) element(i);
    }
    return values;
  }

  private double element(int i) {
    return switch (type) {
      case "f8" -> data.getDouble(8 * i);
      case "f4" -> data.getFloat(4 * i);
      case "i8" -> data.getLong(8 * i);
      case "i4" -> data.getInt(4 * i);
      case "i2" -> data.getShort(2 * i);
      case "u1", "b1" -> data.get(i) & 0xff;
      default -> data.get(i);
    };
  }

  @Override
  public String toString() {
    return "NpyArray[%s %s]".formatted(type, Arrays.toString(shape));
  }
}
