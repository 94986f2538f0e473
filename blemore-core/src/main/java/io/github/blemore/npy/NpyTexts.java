package io.github.blemore.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code .npy} arrays of texts with one axis: of type {@code <U} (UTF-32) or {@code |S}, written as
 * the former.
 */
final class NpyTexts {

  private static final Pattern UNICODE = Pattern.compile("[<=|]?U([1-9]\\d{0,5})");
  private static final Pattern BYTES = Pattern.compile("[<=|]?S([1-9]\\d{0,5})");
  private static final int BYTES_OF_A_CHARACTER = 4;

  private NpyTexts() {}

  /**
   * The texts of a file; bytes are taken as UTF-8.
   *
   * @throws IllegalArgumentException if it is no readable file of texts with one axis
   */
  static List<String> parse(byte[] bytes) {
    NpyHeader header = NpyHeader.parse(bytes);
    Matcher unicode = UNICODE.matcher(header.descr());
    Matcher plain = BYTES.matcher(header.descr());
    if (header.axes().size() != 1 || !(unicode.matches() || plain.matches())) {
      throw new IllegalArgumentException(
          "array is %s %s: must be texts of type <U or |S with one axis"
              .formatted(header.descr(), header.axes()));
    }
    int length =
        unicode.matches()
            ? BYTES_OF_A_CHARACTER * Integer.parseInt(unicode.group(1))
            : Integer.parseInt(plain.group(1));
    int count = header.axes().get(0);
    header.requireBytes(bytes, header.descr(), (long) length * count);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = header.dataStart() + i * length;
      texts.add(unicode.matches() ? utf32(bytes, start, length) : utf8(bytes, start, length));
    }
    return List.copyOf(texts);
  }

  /**
   * Writes texts as {@code numpy.save} does an array of {@code str}: as wide as the longest.
   *
   * @throws IllegalArgumentException if a text ends with the character 0, which NumPy takes as
   *     filling
   */
  static void write(List<String> texts, OutputStream out) throws IOException {
    int width = 1;
    for (String text : texts) {
      if (text.endsWith("\0")) {
        throw new IllegalArgumentException(
            "text \"%s\" ends with the character 0: must end with another".formatted(text.strip()));
      }
      width = Math.max(width, text.codePointCount(0, text.length()));
    }
    out.write(NpyHeader.bytes("<U" + width, texts.size()));
    for (String text : texts) {
      ByteBuffer element =
          ByteBuffer.allocate(BYTES_OF_A_CHARACTER * width).order(ByteOrder.LITTLE_ENDIAN);
      text.codePoints().forEach(element::putInt);
      out.write(element.array());
    }
  }

  private static String utf32(byte[] bytes, int start, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder text = new StringBuilder();
    while (buffer.hasRemaining()) {
      int codePoint = buffer.getInt();
      if (codePoint == 0) {
        break;
      }
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }

  private static String utf8(byte[] bytes, int start, int length) {
    int end = start;
    while (end < start + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
