package io.github.blemore.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipDirectoryTest {

  private static final long FAR = 5L << 30;
  private static final byte[] NAME = "data/0".getBytes(UTF_8);
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path folder;

  private FileChannel create() throws IOException {
    return FileChannel.open(
        folder.resolve("a.zip"),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.SPARSE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private static ByteBuffer bytes(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An entry, a central directory and a zip64 end, of a file with nothing before {@code at}. */
  private static ByteBuffer zip64(long at, long size) {
    ByteBuffer zip = bytes(300);
    zip.putInt(0, 0x04034b50).putShort(26, (short) NAME.length).position(30).put(NAME).put(CONTENT);
    int central = zip.position();
    zip.putInt(central, 0x02014b50)
        .putInt(central + 20, -1)
        .putInt(central + 24, -1)
        .putShort(central + 28, (short) NAME.length)
        .putShort(central + 30, (short) 28)
        .putInt(central + 42, -1)
        .position(central + 46)
        .put(NAME)
        .putShort((short) 1)
        .putShort((short) 24)
        .putLong(size)
        .putLong(size)
        .putLong(at);
    int end = zip.position();
    zip.putInt(end, 0x06064b50)
        .putLong(end + 40, (long) end - central)
        .putLong(end + 48, at + central)
        .position(end + 56)
        .putInt(0x07064b50)
        .putInt(0)
        .putLong(at + end)
        .putInt(1);
    int last = zip.position();
    return zip.putInt(last, 0x06054b50)
        .putInt(last + 12, -1)
        .putInt(last + 16, -1)
        .position(last + 22)
        .flip();
  }

  @Test
  void entriesBeyondFourGibibytesAreFound() throws IOException {
    try (FileChannel channel = create()) {
      channel.write(zip64(FAR, CONTENT.length), FAR);
      ZipDirectory zip = ZipDirectory.read(channel);

      assertThat(zip.place("data/0"))
          .isEqualTo(new ZipDirectory.Place(FAR + 30 + NAME.length, CONTENT.length));
      assertThat(zip.read("data/0", 10)).isEqualTo(CONTENT);
      assertThat(zip.folderOf("0")).contains("data/");
    }
  }

  @Test
  void entriesMustEndInsideTheFile() throws IOException {
    try (FileChannel channel = create()) {
      channel.write(zip64(0, Long.MAX_VALUE));
      ZipDirectory zip = ZipDirectory.read(channel);

      assertThatThrownBy(() -> zip.place("data/0"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("entry data/0 has 9223372036854775807 bytes from 36 on");
    }
  }

  @Test
  void readingIsBounded() throws IOException {
    try (FileChannel channel = create()) {
      channel.write(zip64(0, CONTENT.length));
      ZipDirectory zip = ZipDirectory.read(channel);

      assertThatThrownBy(() -> zip.read("data/0", 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 2 are read");
    }
  }
}
