package io.github.blemore.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the data of an {@code .npy} file.
 *
 * @param descr the element type as NumPy writes it, such as {@code <f4}
 * @param axes the lengths of the array's axes; none for a scalar
 * @param dataStart where the data begin, in bytes
 */
record NpyHeader(String descr, List<Integer> axes, int dataStart) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int FIRST_AXIS_DIGITS = 21;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if the bytes are no {@code .npy} file, or the array is in
   *     Fortran order or of Python objects
   */
  static NpyHeader parse(byte[] bytes) {
    if (bytes.length < 12 || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException("not an .npy file: must begin with \\x93NUMPY");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = bytes[MAGIC.length];
    int start = version == 1 ? 10 : 12;
    int length = version == 1 ? buffer.getChar(8) : buffer.getInt(8);
    if (version < 1 || version > 3 || length < 0 || bytes.length - start < length) {
      throw new IllegalArgumentException(
          "header of version %d and %d bytes: must be version 1-3 and fit the file"
              .formatted(version, length));
    }
    String text = new String(bytes, start, length, StandardCharsets.UTF_8);
    String descr = field(DESCR, text, "descr");
    if (descr.endsWith("O")) {
      throw new IllegalArgumentException(
          "array holds pickled Python objects, which are never read: save numbers, or texts with"
              + " astype(str)");
    }
    if (field(ORDER, text, "fortran_order").equals("True")) {
      throw new IllegalArgumentException("array is in Fortran order: must be in C order");
    }
    List<Integer> axes =
        Arrays.stream(field(SHAPE, text, "shape").split(","))
            .map(String::trim)
            .filter(part -> !part.isEmpty())
            .map(Integer::valueOf)
            .toList();
    return new NpyHeader(descr, axes, start + length);
  }

  private static String field(Pattern pattern, String header, String name) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "header has no readable %s: %s".formatted(name, header.trim()));
    }
    return Objects.requireNonNull(matcher.group(1));
  }

  /**
   * The header of format version 1.0, byte for byte as {@code numpy.save} writes it.
   *
   * @param descr the element type as NumPy writes it, such as {@code <f4}
   * @param shape the lengths of the axes; none for a scalar
   */
  static byte[] bytes(String descr, int... shape) {
    String axes =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    StringBuilder text =
        new StringBuilder(
            "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
                .formatted(descr, axes, shape.length == 1 ? "," : ""));
    if (shape.length > 0) {
      // NumPy leaves room to append to the first axis without moving the data.
      text.append(" ".repeat(FIRST_AXIS_DIGITS - Integer.toString(shape[0]).length()));
    }
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    text.append(" ".repeat(Math.floorMod(-unpadded, ALIGNMENT))).append('\n');
    return ByteBuffer.allocate(MAGIC.length + 4 + text.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length())
        .put(text.toString().getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  int[] shape() {
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Checks that the file holds as much data as the array takes. */
  void requireBytes(byte[] file, String type, long size) {
    if (file.length - dataStart != size) {
      throw new IllegalArgumentException(
          "array of %s %s takes %d bytes, the file has %d"
              .formatted(type, axes, size, file.length - dataStart));
    }
  }
}
