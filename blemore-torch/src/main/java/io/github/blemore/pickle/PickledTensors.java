package io.github.blemore.pickle;

import io.github.blemore.ModelException;
import io.github.blemore.safetensors.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a file that PyTorch 1.6 or later wrote with {@code torch.save}, such as {@code
 * pytorch_model.bin} or a {@code .pth}. They stay where they are: the file's pages are read when
 * they are looked at, and must not change while this is in use. Those that do not lie in C order
 * are copied each time they are asked for.
 *
 * <p>Of a training's dictionary, the tensors of {@code model}, {@code state_dict} or {@code module}
 * (the first of these that is a dictionary) are taken; otherwise those of the dictionary itself.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class PickledTensors {

  private static final List<String> NESTED = List.of("model", "state_dict", "module");
  private static final int MAX_PICKLE_BYTES = 1 << 26;

  /** A pickle of the number with which files of before PyTorch 1.6 begin. */
  private static final byte[] OLD_FORMAT = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19
  };

  private record Mapped(StridedTensor tensor, ByteBuffer span) {}

  private final String source;
  private final Map<String, Mapped> tensors;

  private PickledTensors(String source, Map<String, Mapped> tensors) {
    this.source = source;
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Maps a file of any size, of tensors of at most 2 GiB each.
   *
   * @throws ModelException if it cannot be read, is not such a file, or its pickle asks for
   *     anything but tensors, containers and plain values; the message says what
   */
  public static PickledTensors map(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      requireNotOld(channel);
      ZipDirectory zip = ZipDirectory.read(channel);
      String folder =
          zip.folderOf("data.pkl")
              .orElseThrow(() -> new IllegalArgumentException("it has no entry data.pkl"));
      requireLittleEndian(zip, folder + "byteorder");
      Object root = new Unpickler(zip.read(folder + "data.pkl", MAX_PICKLE_BYTES)).load();
      Map<String, Mapped> mapped = new LinkedHashMap<>();
      for (Map.Entry<String, StridedTensor> tensor : tensors(root).entrySet()) {
        mapped.put(tensor.getKey(), map(channel, zip, folder, tensor.getValue()));
      }
      return new PickledTensors(file.toString(), mapped);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException(
          "%s cannot be read as a PyTorch file: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void requireNotOld(FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(OLD_FORMAT.length);
    while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {}
    if (Arrays.equals(start.array(), OLD_FORMAT)) {
      throw new IllegalArgumentException(
          "it is of the format before PyTorch 1.6; convert it with a PyTorch of today:"
              + " torch.save(torch.load(old, weights_only=True), new)");
    }
  }

  private static void requireLittleEndian(ZipDirectory zip, String entry) throws IOException {
    if (zip.has(entry)
        && !Arrays.equals(zip.read(entry, 16), new byte[] {'l', 'i', 't', 't', 'l', 'e'})) {
      throw new IllegalArgumentException(
          "its numbers are not little-endian: save it on such a machine");
    }
  }

  private static Map<String, StridedTensor> tensors(Object root) {
    if (!(root instanceof Map<?, ?> top)) {
      throw new IllegalArgumentException("it holds no dictionary of tensors");
    }
    Map<?, ?> chosen = top;
    for (String name : NESTED) {
      if (top.get(name) instanceof Map<?, ?> inner) {
        chosen = inner;
        break;
      }
    }
    Map<String, StridedTensor> tensors = new LinkedHashMap<>();
    chosen.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof StridedTensor tensor) {
            tensors.put(name, tensor);
          }
        });
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException(
          "it holds no tensors under %s, nor directly: it has %s"
              .formatted(String.join(", ", NESTED), top.keySet().stream().limit(10).toList()));
    }
    return tensors;
  }

  private static Mapped map(
      FileChannel channel, ZipDirectory zip, String folder, StridedTensor tensor)
      throws IOException {
    Storage storage = tensor.storage();
    ZipDirectory.Place place = zip.place(folder + "data/" + storage.key());
    long size = storage.type().bytes();
    if (storage.elements() > place.bytes() / size) {
      throw new IllegalArgumentException(
          "data/%s should have %d elements of %d bytes: it has %d bytes"
              .formatted(storage.key(), storage.elements(), size, place.bytes()));
    }
    long bytes = Math.multiplyExact(tensor.span(), size);
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a tensor of data/%s has %d bytes: at most 2 GiB can be read"
              .formatted(storage.key(), bytes));
    }
    long from = place.from() + (bytes == 0 ? 0 : tensor.offset() * size);
    return new Mapped(tensor, channel.map(FileChannel.MapMode.READ_ONLY, from, bytes));
  }

  /** The tensors' names, in the order of the pickle. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * One tensor.
   *
   * @throws ModelException if there is none of that name, or it has more elements than are stored
   */
  public Tensor get(String name) {
    Mapped mapped = tensors.get(name);
    if (mapped == null) {
      throw new ModelException(
          "%s has no tensor \"%s\" among its %d, such as %s"
              .formatted(
                  source, name, tensors.size(), tensors.keySet().stream().limit(10).toList()));
    }
    try {
      StridedTensor tensor = mapped.tensor();
      long[] shape = tensor.sizes().stream().mapToLong(Long::longValue).toArray();
      return Tensor.of(
          name, tensor.storage().type(), shape, tensor.inOrder(mapped.span().duplicate()));
    } catch (IllegalArgumentException e) {
      throw new ModelException("%s: tensor \"%s\": %s".formatted(source, name, e.getMessage()), e);
    }
  }

  @Override
  public String toString() {
    return "PickledTensors[%s, %d tensors]".formatted(source, tensors.size());
  }
}
