package io.github.blemore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path folder;

  @Test
  void writesAndReplaces() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, out -> out.write('1'));
    AtomicFile.write(file, out -> out.write('2'));

    assertThat(file).hasContent("2");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void workThatStopsInTheMiddleLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IllegalStateException("stopped");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void anInterruptedThreadWritesAndStaysInterrupted() throws IOException {
    Path file = folder.resolve("a.txt");

    Thread.currentThread().interrupt();
    AtomicFile.write(file, out -> out.write('1'));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("1");
  }

  @Test
  void aFileWithoutAFolderIsInTheWorkingDirectory() throws IOException {
    Path file = Path.of("AtomicFileTest.tmp");
    try {
      AtomicFile.write(file, out -> out.write('1'));
      assertThat(file).hasContent("1");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/a.txt"), out -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("cannot write", "a.txt", "none is no folder; create it first");
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> AtomicFile.write(file.resolve("a.txt"), out -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("cannot write", "a.txt", "file is no folder");
  }

  @Test
  void anUnwritableFolderIsNamed() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "not as root");

    assertThatThrownBy(() -> AtomicFile.write(locked.resolve("a.txt"), out -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("a.txt", "locked cannot be written to; choose another");
  }

  @Test
  void aFolderCannotBeReplaced() {
    assertThatThrownBy(() -> AtomicFile.write(folder, out -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is a folder, must be a file");
  }

  @Test
  void aNameTheFileSystemRefusesIsNamed() {
    char[] name = new char[300];
    Arrays.fill(name, 'x');
    Path file = folder.resolve(new String(name));

    assertThatThrownBy(() -> AtomicFile.write(file, out -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("cannot write " + file + ": ");
  }
}
