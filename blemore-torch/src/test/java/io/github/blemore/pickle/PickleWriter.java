package io.github.blemore.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes pickles operation by operation, and the zip files around them. */
final class PickleWriter {

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, byte[]> data = new LinkedHashMap<>();

  PickleWriter() {
    op(0x80, 2);
  }

  PickleWriter op(int... bytes) {
    for (int b : bytes) {
      pickle.write(b);
    }
    return this;
  }

  PickleWriter global(String module, String name) {
    pickle.writeBytes(("c" + module + "\n" + name + "\n").getBytes(ISO_8859_1));
    return this;
  }

  PickleWriter text(String text) {
    int length = text.length();
    op('X', length, length >> 8, length >> 16, length >> 24);
    pickle.writeBytes(text.getBytes(ISO_8859_1));
    return this;
  }

  PickleWriter number(long number) {
    op(0x8a, 8);
    pickle.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
    return this;
  }

  PickleWriter numbers(long... numbers) {
    op('(');
    for (long number : numbers) {
      number(number);
    }
    return op('t');
  }

  PickleWriter storage(String type, String key, long elements) {
    return op('(')
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(elements)
        .op('t', 'Q');
  }

  /** A dictionary of one float32 tensor called {@code w}. */
  PickleWriter tensor(long elements, long offset, long[] sizes, long[] strides) {
    return op('}')
        .text("w")
        .global("torch._utils", "_rebuild_tensor_v2")
        .op('(')
        .storage("FloatStorage", "0", elements)
        .number(offset)
        .numbers(sizes)
        .numbers(strides)
        .op(0x89)
        .global("collections", "OrderedDict")
        .op(')', 'R', 't', 'R', 's');
  }

  PickleWriter data(String key, byte[] bytes) {
    data.put(key, bytes);
    return this;
  }

  Path write(Path file) throws IOException {
    return write(file, ZipEntry.STORED);
  }

  Path write(Path file, int method) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, method, "archive/data.pkl", pickle.toByteArray());
      for (Map.Entry<String, byte[]> entry : data.entrySet()) {
        put(zip, method, "archive/" + entry.getKey(), entry.getValue());
      }
    }
    return file;
  }

  private static void put(ZipOutputStream zip, int method, String name, byte[] bytes)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    if (method == ZipEntry.STORED) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setCrc(crc.getValue());
      entry.setSize(bytes.length);
    }
    zip.putNextEntry(entry);
    zip.write(bytes);
  }
}
