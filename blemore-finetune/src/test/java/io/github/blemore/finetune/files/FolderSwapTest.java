package io.github.blemore.finetune.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderSwapTest {

  @TempDir private Path folder;

  private void put(String name) throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("file"), name);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The states a stopped writer can leave, in the order it goes through them. */
  @ParameterizedTest
  @CsvSource({
    "t, t",
    "t .t.blemore-new, t",
    ".t.blemore-old .t.blemore-new, .t.blemore-new",
    "t .t.blemore-old, t",
    ".t.blemore-old, .t.blemore-old",
    "t.old t.new .u.blemore-new t, t",
  })
  void recoveryEndsWithOneWholeFolder(String there, String expected) throws IOException {
    for (String name : List.of(there.split(" ", -1))) {
      put(name);
    }

    FolderSwap.of(folder.resolve("t")).recover();

    assertThat(folder.resolve("t/file")).hasContent(expected);
    List<String> strangers =
        Stream.concat(
                Stream.of("t"),
                Arrays.stream(there.split(" ", -1))
                    .filter(name -> !name.equals("t") && !name.startsWith(".t.")))
            .sorted()
            .toList();
    assertThat(names()).isEqualTo(strangers);
  }

  @Test
  void halfOfAFirstFolderIsDeleted() throws IOException {
    put(".t.blemore-new");

    FolderSwap.of(folder.resolve("t")).recover();

    assertThat(names()).isEmpty();
  }

  @Test
  void readersWithTheOldFileOpenGoOn() throws IOException {
    put("t");
    FolderSwap swap = FolderSwap.of(folder.resolve("t"));
    try (var reader = Files.newBufferedReader(folder.resolve("t/file"))) {
      Files.writeString(swap.begin().resolve("file"), "new");
      swap.end();
      assertThat(reader.readLine()).isEqualTo("t");
    }
    assertThat(folder.resolve("t/file")).hasContent("new");
    assertThat(names()).containsExactly("t");
  }
}
