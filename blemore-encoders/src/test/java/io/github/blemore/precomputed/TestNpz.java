package io.github.blemore.precomputed;

import io.github.blemore.npy.NpyArray;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files as {@code numpy.savez(file, X=..., filenames=...)} does. */
final class TestNpz {

  private TestNpz() {}

  static Path write(Path file, NpyArray x, List<String> filenames) {
    Path array = file.resolveSibling("x.npy");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      x.write(array);
      zip.putNextEntry(new ZipEntry("X.npy"));
      zip.write(Files.readAllBytes(array));
      zip.putNextEntry(new ZipEntry("filenames.npy"));
      zip.write(texts(filenames));
      Files.delete(array);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] texts(List<String> texts) {
    int length = texts.stream().mapToInt(String::length).max().orElse(1);
    byte[] header =
        "{'descr': '<U%d', 'fortran_order': False, 'shape': (%d,), }\n"
            .formatted(length, texts.size())
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length + 4 * length * texts.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
            .putShort((short) header.length)
            .put(header);
    for (String text : texts) {
      for (int i = 0; i < length; i++) {
        bytes.putInt(i < text.length() ? text.charAt(i) : 0);
      }
    }
    return bytes.array();
  }
}
