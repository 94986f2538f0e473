package io.github.blemore.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void path() {
    file = folder.resolve("features.npz");
  }

  private static byte[] npy(String type, String shape, byte[] data) {
    byte[] header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n"
            .formatted(type, shape)
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) header.length)
        .put(header)
        .put(data)
        .array();
  }

  private static byte[] utf32(String... characters) {
    ByteBuffer data = ByteBuffer.allocate(4 * characters.length).order(ByteOrder.LITTLE_ENDIAN);
    for (String character : characters) {
      data.putInt(character.isEmpty() ? 0 : character.codePointAt(0));
    }
    return data.array();
  }

  private NpzFile of(String name, byte[] npy) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name + ".npy"));
      zip.write(npy);
      zip.closeEntry();
    }
    return NpzFile.open(file);
  }

  @Test
  void readsNumbers() throws IOException {
    byte[] data =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(1.5).putDouble(-2).array();
    try (NpzFile npz = of("X", npy("<f8", "1, 2", data))) {
      assertThat(npz.numbers("X").shape()).containsExactly(1, 2);
      assertThat(npz.numbers("X").toDoubles()).containsExactly(1.5, -2);
    }
  }

  @Test
  void readsUnicodeTextsOfUnequalLength() throws IOException {
    byte[] data = utf32("a", "\u00fc", "\ud83d\ude00", "b", "", "", "", "", "");
    try (NpzFile npz = of("names", npy("<U3", "3,", data))) {
      assertThat(npz.texts("names")).containsExactly("a\u00fc\ud83d\ude00", "b", "");
    }
  }

  @Test
  void readsTextsOfBytesAsUtf8() throws IOException {
    byte[] data = "ab\0\0\u00fc\0\0".getBytes(StandardCharsets.UTF_8);
    try (NpzFile npz = of("names", npy("|S4", "2,", data))) {
      assertThat(npz.texts("names")).containsExactly("ab", "\u00fc");
    }
  }

  @Test
  void pickledObjectsAreRefused() throws IOException {
    try (NpzFile npz = of("names", npy("|O", "2,", new byte[] {(byte) 0x80, 4}))) {
      assertThatThrownBy(() -> npz.texts("names"))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(file.toString(), "names", "pickled", "astype(str)");
      assertThatThrownBy(() -> npz.numbers("names")).hasMessageContaining("pickled");
    }
  }

  @Test
  void textsOfAnotherFormAreRefused() throws IOException {
    try (NpzFile npz = of("names", npy("<U1", "1, 2", utf32("a", "b")))) {
      assertThatThrownBy(() -> npz.texts("names")).hasMessageContainingAll("<U1", "one axis");
    }
    try (NpzFile npz = of("names", npy(">U1", "1,", utf32("a")))) {
      assertThatThrownBy(() -> npz.texts("names")).hasMessageContaining(">U1");
    }
    try (NpzFile npz = of("names", npy("<U2", "2,", utf32("a", "b")))) {
      assertThatThrownBy(() -> npz.texts("names"))
          .hasMessageContainingAll("takes 16 bytes", "has 8");
    }
    try (NpzFile npz = of("names", npy("<U1", "1,", new byte[] {1, 2, 3, 4}))) {
      assertThatThrownBy(() -> npz.texts("names"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void anArrayThatIsNotThereIsNamedAndSoAreTheOthers() throws IOException {
    try (NpzFile npz = of("data", npy("|u1", "1,", new byte[1]))) {
      assertThatThrownBy(() -> npz.numbers("X"))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(file.toString(), "\"X\"", "[data]");
    }
  }

  @Test
  void aFileThatIsNoZipIsNamed() throws IOException {
    Files.writeString(file, "no zip");
    assertThatThrownBy(() -> NpzFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> NpzFile.open(folder.resolve("none.npz")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.npz");
  }
}
