package io.github.blemore.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An {@code .npz} file, as {@code numpy.savez} and {@code numpy.savez_compressed} write it: named
 * arrays in a zip. An array is read when it is asked for. Not safe for several threads.
 */
public final class NpzFile implements AutoCloseable {

  private static final String ENDING = ".npy";

  private final Path path;
  private final ZipFile zip;

  private NpzFile(Path path, ZipFile zip) {
    this.path = path;
    this.zip = zip;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read or is no zip; the message names the file
   */
  public static NpzFile open(Path path) throws IOException {
    try {
      return new NpzFile(path, new ZipFile(path.toFile()));
    } catch (IOException e) {
      throw new IOException(path + " is no readable .npz file: " + e.getMessage(), e);
    }
  }

  /**
   * An array of numbers.
   *
   * @throws IOException if it is not there or not one {@link NpyArray} reads; the message names
   *     file and array
   */
  public NpyArray numbers(String name) throws IOException {
    return read(name, NpyArray::parse);
  }

  /**
   * An array of texts with one axis, of NumPy's type {@code <U} or {@code |S} (taken as UTF-8).
   *
   * @throws IOException if it is not there or of another type; the message names file and array
   */
  public List<String> texts(String name) throws IOException {
    return read(name, NpyTexts::parse);
  }

  private <T> T read(String name, Function<byte[], T> parser) throws IOException {
    ZipEntry entry = zip.getEntry(name + ENDING);
    if (entry == null) {
      throw new IOException("%s has no array \"%s\": it has %s".formatted(path, name, names()));
    }
    if (entry.getSize() > Integer.MAX_VALUE - 8) {
      throw new IOException(
          "%s: array \"%s\" takes %d bytes: must be under 2 GiB"
              .formatted(path, name, entry.getSize()));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return parser.apply(in.readAllBytes());
    } catch (IllegalArgumentException | IOException e) {
      throw new IOException("%s, array \"%s\": %s".formatted(path, name, e.getMessage()), e);
    }
  }

  private List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(ENDING))
        .forEach(name -> names.add(name.substring(0, name.length() - ENDING.length())));
    return List.copyOf(names);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  @Override
  public String toString() {
    return "NpzFile[%s]".formatted(path);
  }
}
