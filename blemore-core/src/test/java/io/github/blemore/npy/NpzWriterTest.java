package io.github.blemore.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzWriterTest {

  private static final NpyArray X = NpyArray.ofFloats(new float[] {1, -0f, 3.5f, 4, 5, 6}, 2, 3);

  @TempDir private Path folder;

  private Path write(String name, List<String> texts) throws IOException {
    Path file = folder.resolve(name);
    new NpzWriter().numbers("X", X).texts("filenames", texts).write(file);
    return file;
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    List<String> names = List.of("a", "J\u00fcrgen \ud83d\ude00", "");
    try (NpzFile npz = NpzFile.open(write("a.npz", names))) {
      assertThat(npz.numbers("X").shape()).containsExactly(2, 3);
      assertThat(npz.numbers("X").type()).isEqualTo("f4");
      assertThat(npz.numbers("X").toFloats()).containsExactly(1, -0f, 3.5f, 4, 5, 6);
      assertThat(npz.texts("filenames")).isEqualTo(names);
    }
  }

  @Test
  void noTextsAreAnEmptyArray() throws IOException {
    try (NpzFile npz = NpzFile.open(write("a.npz", List.of()))) {
      assertThat(npz.texts("filenames")).isEmpty();
    }
  }

  /** Of {@code numpy.lib.format}: magic, version 1.0, length, a literal padded to 64 bytes. */
  @Test
  void textsAreAsNumpySavesThem() throws IOException {
    try (ZipFile zip = new ZipFile(write("a.npz", List.of("ab", "\ud83d\ude00")).toFile())) {
      ZipEntry entry = zip.getEntry("filenames.npy");
      byte[] bytes = zip.getInputStream(entry).readAllBytes();

      assertThat(bytes).hasSize(128 + 2 * 2 * 4);
      assertThat(bytes).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
      assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
          .startsWith("{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }")
          .endsWith(" \n");
      assertThat(bytes).endsWith('a', 0, 0, 0, 'b', 0, 0, 0, 0x00, 0xf6, 0x01, 0, 0, 0, 0, 0);
      assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
    }
  }

  @Test
  void theSameArraysGiveTheSameBytes() throws IOException {
    Path first = write("a.npz", List.of("a", "b"));
    Path second = write("b.npz", List.of("a", "b"));

    assertThat(second).hasBinaryContent(Files.readAllBytes(first));
  }

  @Test
  void aNameAddedTwiceIsRefused() {
    NpzWriter writer = new NpzWriter().numbers("X", X);

    assertThatThrownBy(() -> writer.texts("X", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"X\"");
  }

  @Test
  void aTextNumpyWouldCutIsRefusedAndNothingIsWritten() {
    assertThatThrownBy(() -> write("a.npz", List.of("a\0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("character 0");
    assertThat(folder).isEmptyDirectory();
  }
}
