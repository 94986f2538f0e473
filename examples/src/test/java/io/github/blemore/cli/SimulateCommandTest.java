package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

  @TempDir private Path folder;

  private CommandRun smallest(String... more) {
    String[] arguments = new String[more.length + 7];
    String[] sizes = {
      "simulate",
      "--out",
      folder.resolve("corpus").toString(),
      "--actors",
      "5",
      "--clips-per-actor",
      "4"
    };
    System.arraycopy(sizes, 0, arguments, 0, sizes.length);
    System.arraycopy(more, 0, arguments, sizes.length, more.length);
    return CommandRun.of(arguments);
  }

  @Test
  void makesACorpusAndThenFindsItComplete() throws IOException {
    CommandRun first = smallest("--json", "--seed", "3");
    JsonNode made = new ObjectMapper().readTree(first.out());
    CommandRun second = smallest("--seed", "3");

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.err()).contains("simulated clips", "20/20");
    assertThat(made.get("simulated").asBoolean()).isTrue();
    assertThat(made.get("clips").asInt()).isEqualTo(20);
    assertThat(made.get("kept").asInt()).isZero();
    assertThat(made.get("seed").asLong()).isEqualTo(3);
    assertThat(made.get("video_seconds").asDouble()).isBetween(24.0, 60.0);
    assertThat(Path.of(made.get("metadata").asText())).exists();
    assertThat(Path.of(made.get("contact_sheet").asText())).exists();
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.out())
        .startsWith("20 clips of 5 simulated people (no recordings), ")
        .contains("train_metadata.csv", "contact_sheet.png", "20 clips were there already");
  }

  @Test
  void wrongArgumentsAreTwo() {
    CommandRun actors = smallest("--actors", "4");

    assertThat(CommandRun.of("simulate").exit()).isEqualTo(2);
    assertThat(CommandRun.of("simulate", "--out", folder.toString(), "--actors", "four").exit())
        .isEqualTo(2);
    assertThat(CommandRun.of("simulate", "--out", folder.toString(), "--actors", "4").err())
        .contains("actors is 4: must be 5..1000");
    assertThat(
            CommandRun.of("simulate", "--out", folder.toString(), "--clips-per-actor", "3").exit())
        .isEqualTo(2);
    assertThat(actors.exit()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderOfOtherFilesIsOne() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    CommandRun result = CommandRun.of("simulate", "--out", folder.toString());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("error: folder", "mine.txt", "new or empty folder");
  }
}
