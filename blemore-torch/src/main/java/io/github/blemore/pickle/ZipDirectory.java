package io.github.blemore.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the entries of a zip file are, so that they can be mapped in place; {@link
 * java.util.zip.ZipFile} does not tell. Entries must be stored, not compressed, as PyTorch writes
 * them. Knows zip64.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT, 4.3</a>
 */
final class ZipDirectory {

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 0xffff;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int EXTRA_64 = 1;
  private static final long IN_EXTRA_64 = 0xffffffffL;
  private static final int MAX_DIRECTORY_BYTES = 1 << 26;

  /**
   * The bytes of an entry.
   *
   * @param from the first, counted from the file's beginning
   */
  record Place(long from, long bytes) {}

  private record Entry(long header, long bytes, boolean stored) {}

  private final FileChannel channel;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private ZipDirectory(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Reads the directory.
   *
   * @param channel stays open as long as this is in use
   * @throws IllegalArgumentException if it is no zip file or a damaged one
   */
  static ZipDirectory read(FileChannel channel) throws IOException {
    ZipDirectory zip = new ZipDirectory(channel);
    zip.readEntries();
    return zip;
  }

  private void readEntries() throws IOException {
    long end = findEnd();
    ByteBuffer record = bytes(end, END_BYTES);
    long size = record.getInt(12) & IN_EXTRA_64;
    long from = record.getInt(16) & IN_EXTRA_64;
    if (size == IN_EXTRA_64 || from == IN_EXTRA_64) {
      ByteBuffer wide = end64(end);
      size = wide.getLong(40);
      from = wide.getLong(48);
    }
    if (size < 0 || size > MAX_DIRECTORY_BYTES || from < 0 || from > end - size) {
      throw new IllegalArgumentException("its zip directory is damaged");
    }
    ByteBuffer directory = bytes(from, (int) size);
    while (directory.hasRemaining()) {
      readEntry(directory);
    }
  }

  private long findEnd() throws IOException {
    int tail = (int) Math.min(channel.size(), END_BYTES + MAX_COMMENT_BYTES);
    ByteBuffer last = bytes(channel.size() - tail, tail);
    for (int at = tail - END_BYTES; at >= 0; at--) {
      if (last.getInt(at) == END && at + END_BYTES + (last.getShort(at + 20) & 0xffff) == tail) {
        return channel.size() - tail + at;
      }
    }
    throw new IllegalArgumentException("it is no zip file, or cut: its directory is not there");
  }

  private ByteBuffer end64(long end) throws IOException {
    ByteBuffer locator = bytes(end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
    ByteBuffer wide = bytes(locator.getLong(8), END_64_BYTES);
    if (locator.getInt(0) != LOCATOR_64 || wide.getInt(0) != END_64) {
      throw new IllegalArgumentException("its zip64 directory is damaged");
    }
    return wide;
  }

  private void readEntry(ByteBuffer directory) {
    ByteBuffer header = take(directory, CENTRAL_BYTES);
    if (header.getInt(0) != CENTRAL) {
      throw new IllegalArgumentException("its zip directory is damaged");
    }
    byte[] text = new byte[header.getShort(28) & 0xffff];
    take(directory, text.length).get(text);
    ByteBuffer extra = take(directory, header.getShort(30) & 0xffff);
    take(directory, header.getShort(32) & 0xffff);
    String name = new String(text, UTF_8);
    if (entries.putIfAbsent(name, entry(name, header, extra)) != null) {
      throw new IllegalArgumentException("it has two entries " + name);
    }
  }

  private static ByteBuffer take(ByteBuffer from, int length) {
    if (length > from.remaining()) {
      throw new IllegalArgumentException("its zip directory is cut");
    }
    ByteBuffer taken = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    from.position(from.position() + length);
    return taken;
  }

  private static Entry entry(String name, ByteBuffer header, ByteBuffer extra) {
    boolean encrypted = (header.getShort(8) & 1) != 0;
    if (encrypted) {
      throw new IllegalArgumentException("entry %s is encrypted".formatted(name));
    }
    long size = header.getInt(24) & IN_EXTRA_64;
    long packed = header.getInt(20) & IN_EXTRA_64;
    long at = header.getInt(42) & IN_EXTRA_64;
    ByteBuffer wide = extra64(extra);
    if (size == IN_EXTRA_64) {
      size = take(wide, Long.BYTES).getLong();
    }
    if (packed == IN_EXTRA_64) {
      packed = take(wide, Long.BYTES).getLong();
    }
    if (at == IN_EXTRA_64) {
      at = take(wide, Long.BYTES).getLong();
    }
    return new Entry(at, size, header.getShort(10) == 0 && packed == size);
  }

  private static ByteBuffer extra64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xffff;
      ByteBuffer content = take(extra, extra.getShort() & 0xffff);
      if (id == EXTRA_64) {
        return content;
      }
    }
    return ByteBuffer.allocate(0);
  }

  /** The folder in which everything of the one file of this name is, such as {@code archive/}. */
  Optional<String> folderOf(String name) {
    return entries.keySet().stream()
        .filter(entry -> entry.equals(name) || entry.endsWith("/" + name))
        .map(entry -> entry.substring(0, entry.length() - name.length()))
        .findFirst();
  }

  /** Whether there is an entry of this name. */
  boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * Where an entry's bytes are.
   *
   * @throws IllegalArgumentException if there is none, it is compressed, or not inside the file
   */
  Place place(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("it has no entry " + name);
    }
    if (!entry.stored()) {
      throw new IllegalArgumentException(
          "entry %s is compressed: torch.save stores; unpack and zip it with -0".formatted(name));
    }
    ByteBuffer local = bytes(entry.header(), LOCAL_BYTES);
    if (local.getInt(0) != LOCAL) {
      throw new IllegalArgumentException("entry %s is not where the zip says".formatted(name));
    }
    long from =
        entry.header()
            + LOCAL_BYTES
            + (local.getShort(26) & 0xffff)
            + (local.getShort(28) & 0xffff);
    if (entry.bytes() < 0 || entry.bytes() > channel.size() - from) {
      throw new IllegalArgumentException(
          "entry %s has %d bytes from %d on: the file has only %d"
              .formatted(name, entry.bytes(), from, channel.size()));
    }
    return new Place(from, entry.bytes());
  }

  /** A copy of an entry of at most so many bytes. */
  byte[] read(String name, int limit) throws IOException {
    Place place = place(name);
    if (place.bytes() > limit) {
      throw new IllegalArgumentException(
          "entry %s has %d bytes: at most %d are read".formatted(name, place.bytes(), limit));
    }
    return bytes(place.from(), (int) place.bytes()).array();
  }

  private ByteBuffer bytes(long from, int length) throws IOException {
    if (from < 0 || from > channel.size() - length) {
      throw new IllegalArgumentException(
          "its zip directory points to byte %d of %d".formatted(from, channel.size()));
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
    return bytes.flip();
  }
}
