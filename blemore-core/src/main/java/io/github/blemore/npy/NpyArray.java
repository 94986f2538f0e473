package io.github.blemore.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One array of numbers from an {@code .npy} file: little-endian, C order, of type f4, f8, i1, i2,
 * i4, i8, u1 or bool.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class NpyArray {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

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
    if (bytes.length < 12 || !Arrays.equals(bytes, 0, 6, MAGIC, 0, 6)) {
      throw new IllegalArgumentException("not an .npy file: must begin with \\x93NUMPY");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = bytes[6];
    int headerStart = version == 1 ? 10 : 12;
    int headerLength = version == 1 ? buffer.getChar(8) : buffer.getInt(8);
    if (version < 1
        || version > 3
        || headerLength < 0
        || bytes.length - headerStart < headerLength) {
      throw new IllegalArgumentException(
          "header of version %d and %d bytes: must be version 1-3 and fit the file"
              .formatted(version, headerLength));
    }
    String header = new String(bytes, headerStart, headerLength, StandardCharsets.UTF_8);
    String descr = field(DESCR, header, "descr");
    if (field(ORDER, header, "fortran_order").equals("True")) {
      throw new IllegalArgumentException("array is in Fortran order: must be in C order");
    }
    int[] shape =
        Arrays.stream(field(SHAPE, header, "shape").split(","))
            .map(String::trim)
            .filter(part -> !part.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    String type = descr.replaceFirst("^[<|=]", "");
    long size = bytesOf(type, descr);
    for (int length : shape) {
      // Kept within an int's product: more than a file of ours can hold is too much in any case.
      size = Math.min(size * length, Integer.MAX_VALUE + 1L);
    }
    int dataStart = headerStart + headerLength;
    if (bytes.length - dataStart != size) {
      throw new IllegalArgumentException(
          "array of %s %s takes %d bytes, the file has %d"
              .formatted(type, Arrays.toString(shape), size, bytes.length - dataStart));
    }
    return new NpyArray(
        type, shape, buffer.slice(dataStart, (int) size).order(ByteOrder.LITTLE_ENDIAN));
  }

  private static String field(Pattern pattern, String header, String name) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "header has no readable %s: %s".formatted(name, header.trim()));
    }
    return Objects.requireNonNull(matcher.group(1));
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
