package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

  @TempDir private Path folder;

  private record Result(int exit, String out, String err) {}

  private static Result simulate(String... arguments) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      String[] all = new String[arguments.length + 1];
      all[0] = "simulate";
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      int exit = Main.run(all);
      return new Result(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  private Result smallest(String... more) {
    String[] arguments = new String[more.length + 6];
    String[] sizes = {
      "--out", folder.resolve("corpus").toString(), "--actors", "5", "--clips-per-actor", "4"
    };
    System.arraycopy(sizes, 0, arguments, 0, sizes.length);
    System.arraycopy(more, 0, arguments, sizes.length, more.length);
    return simulate(arguments);
  }

  @Test
  void makesACorpusAndThenFindsItComplete() throws IOException {
    Result first = smallest("--json", "--seed", "3");
    JsonNode made = new ObjectMapper().readTree(first.out());
    Result second = smallest("--seed", "3");

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
    Result actors = smallest("--actors", "4");

    assertThat(simulate().exit()).isEqualTo(2);
    assertThat(simulate("--out", folder.toString(), "--actors", "four").exit()).isEqualTo(2);
    assertThat(simulate("--out", folder.toString(), "--actors", "4").err())
        .contains("actors is 4: must be 5..1000");
    assertThat(simulate("--out", folder.toString(), "--clips-per-actor", "3").exit()).isEqualTo(2);
    assertThat(actors.exit()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderOfOtherFilesIsOne() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    Result result = simulate("--out", folder.toString());

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("error: folder", "mine.txt", "new or empty folder");
  }
}
