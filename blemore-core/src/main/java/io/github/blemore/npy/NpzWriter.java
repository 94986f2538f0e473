package io.github.blemore.npy;

import io.github.blemore.internal.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an {@code .npz} file as {@code numpy.savez} does: named arrays in a zip, not compressed.
 * The same arrays give the same bytes. Not safe for several threads.
 */
public final class NpzWriter {

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Writes one array as an {@code .npy} file. */
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final Map<String, Content> arrays = new LinkedHashMap<>();

  /**
   * Adds an array of numbers.
   *
   * @throws IllegalArgumentException if one of that name was added
   */
  public NpzWriter numbers(String name, NpyArray array) {
    return add(name, array::writeTo);
  }

  /**
   * Adds an array of texts with one axis, of NumPy's type {@code <U}.
   *
   * @param texts copied
   * @throws IllegalArgumentException if one of that name was added
   */
  public NpzWriter texts(String name, List<String> texts) {
    List<String> copy = List.copyOf(texts);
    return add(name, out -> NpyTexts.write(copy, out));
  }

  private NpzWriter add(String name, Content content) {
    if (arrays.putIfAbsent(name, content) != null) {
      throw new IllegalArgumentException("array \"%s\" was added before".formatted(name));
    }
    return this;
  }

  /**
   * Writes the arrays in the order they were added; a file that is there is replaced, and stays as
   * it was if they cannot be written.
   *
   * @throws IOException if the file cannot be written; the message names it
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Content> array : arrays.entrySet()) {
              zip.putNextEntry(entry(array.getKey(), array.getValue()));
              array.getValue().writeTo(zip);
              zip.closeEntry();
            }
          }
        });
  }

  /** Its checksum and size stand before the content, which is not compressed. */
  private static ZipEntry entry(String name, Content content) throws IOException {
    Counted counted = new Counted();
    content.writeTo(counted);
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(NO_TIME);
    entry.setSize(counted.size);
    entry.setCrc(counted.getChecksum().getValue());
    return entry;
  }

  /** Keeps nothing but size and checksum. */
  private static final class Counted extends CheckedOutputStream {

    private long size;

    private Counted() {
      super(OutputStream.nullOutputStream(), new CRC32());
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      super.write(bytes, start, length);
      size += length;
    }

    @Override
    public void write(int value) throws IOException {
      super.write(value);
      size++;
    }
  }
}
