package io.github.blemore.safetensors;

import io.github.blemore.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a safetensors file. {@link #map} leaves them where they are: the file's pages are
 * read when they are looked at, and must not change while this is in use. {@link #parse} takes
 * bytes already read.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class SafeTensors {

  private static final int LENGTH_BYTES = 8;

  private final String source;
  private final Map<String, String> metadata;
  private final Map<String, Tensor> tensors;

  private SafeTensors(String source, Map<String, String> metadata, Map<String, Tensor> tensors) {
    this.source = source;
    this.metadata = Collections.unmodifiableMap(metadata);
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /** Bytes of the data, by their place after the header. */
  private interface Data {
    ByteBuffer slice(long from, int length) throws IOException;
  }

  /**
   * Maps a file of any size, of tensors of at most 2 GiB each.
   *
   * @throws ModelException if it cannot be read or is not a valid safetensors file; the message
   *     says where it is wrong
   */
  public static SafeTensors map(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      readFully(channel, length, 0);
      byte[] json = new byte[headerLength(length.flip(), size)];
      readFully(channel, ByteBuffer.wrap(json), LENGTH_BYTES);
      long start = (long) LENGTH_BYTES + json.length;
      return of(
          file.toString(),
          Header.parse(json, size - start),
          (from, bytes) -> channel.map(FileChannel.MapMode.READ_ONLY, start + from, bytes));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static void readFully(FileChannel channel, ByteBuffer target, long from)
      throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target, from + target.position()) < 0) {
        return;
      }
    }
  }

  /**
   * Reads what is in memory.
   *
   * @param file all bytes of a file; not copied, must not be changed afterwards
   * @param source what to call it in messages
   * @throws ModelException if they are not those of a valid safetensors file
   */
  public static SafeTensors parse(byte[] file, String source) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      byte[] json = new byte[headerLength(bytes, file.length)];
      bytes.get(LENGTH_BYTES, json);
      int start = LENGTH_BYTES + json.length;
      return of(
          source,
          Header.parse(json, file.length - start),
          (from, length) -> bytes.slice(start + (int) from, length));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(source, e);
    }
  }

  private static int headerLength(ByteBuffer start, long size) {
    if (start.remaining() < LENGTH_BYTES) {
      throw new IllegalArgumentException("it has only %d bytes".formatted(size));
    }
    long length = start.getLong(0);
    if (length < 0 || length > Math.min(Header.MAX_BYTES, size - LENGTH_BYTES)) {
      throw new IllegalArgumentException(
          "its header claims %s bytes: the file has %d, and %d are allowed"
              .formatted(Long.toUnsignedString(length), size, Header.MAX_BYTES));
    }
    return (int) length;
  }

  private static SafeTensors of(String source, Header header, Data data) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Header.Entry entry : header.entries()) {
      long length = entry.to() - entry.from();
      if (length > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "tensor \"%s\" has %d bytes: at most 2 GiB can be read"
                .formatted(entry.name(), length));
      }
      ByteBuffer bytes = data.slice(entry.from(), (int) length).asReadOnlyBuffer();
      tensors.put(
          entry.name(),
          new Tensor(
              entry.name(), entry.type(), entry.shape(), bytes.order(ByteOrder.LITTLE_ENDIAN)));
    }
    return new SafeTensors(source, header.metadata(), tensors);
  }

  private static ModelException unreadable(String source, Exception cause) {
    return new ModelException(
        "%s cannot be read as safetensors: %s".formatted(source, cause.getMessage()), cause);
  }

  /** The file's free texts, in its order. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The tensors' names, in the order of their bytes. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * One tensor.
   *
   * @throws ModelException if there is none of that name
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      List<String> some = tensors.keySet().stream().limit(10).toList();
      throw new ModelException(
          "%s has no tensor \"%s\" among its %d, such as %s"
              .formatted(source, name, tensors.size(), some));
    }
    return tensor;
  }

  @Override
  public String toString() {
    return "SafeTensors[%s, %d tensors]".formatted(source, tensors.size());
  }
}
