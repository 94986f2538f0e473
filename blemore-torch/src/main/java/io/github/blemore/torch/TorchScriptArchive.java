package io.github.blemore.torch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the archive in which PyTorch keeps a TorchScript module: a zip of the module's class as
 * source text, of a pickle that makes its one object, and of a list of constants, here empty.
 */
final class TorchScriptArchive {

  /** Of the set of operators; 10 is what PyTorch 2.0 and later write. */
  private static final String VERSION = "10\n";

  private static final String CLASS = "Program";
  private static final String FOLDER = "program/";

  private static final char PROTOCOL = 0x80;
  private static final char GLOBAL = 'c';
  private static final char EMPTY_TUPLE = ')';
  private static final char NEW_OBJECT = 0x81;
  private static final char EMPTY_DICT = '}';
  private static final char BUILD = 'b';
  private static final char STOP = '.';

  private TorchScriptArchive() {}

  /**
   * The archive of a module without weights.
   *
   * @param methods source of its methods, not indented; in types, the module is called {@code
   *     __torch__.Program}
   */
  static byte[] of(String methods) {
    String source =
        "class %s(Module):\n  __parameters__ = []\n  __buffers__ = []\n%s"
            .formatted(CLASS, methods.indent(2));
    String object =
        pickle(
            "%c__torch__\n%s\n%c%c%c%c"
                .formatted(GLOBAL, CLASS, EMPTY_TUPLE, NEW_OBJECT, EMPTY_DICT, BUILD));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "data.pkl", object.getBytes(ISO_8859_1));
      put(zip, "code/__torch__.py", source.getBytes(UTF_8));
      put(zip, "constants.pkl", pickle(String.valueOf(EMPTY_TUPLE)).getBytes(ISO_8859_1));
      put(zip, "version", VERSION.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive.toByteArray();
  }

  private static String pickle(String operations) {
    return "%c%c%s%c".formatted(PROTOCOL, 2, operations, STOP);
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(FOLDER + name);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setCrc(checksum.getValue());
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
