package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The executable jar, as a user runs it: each time in a process of its own. */
final class Jar {

  /** What it said and how it ended. */
  record Result(int exit, String out, String err) {

    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }

    Result ok() {
      assertThat(exit).as(err).isZero();
      return this;
    }
  }

  private final Path out;
  private final Path err;

  private Jar(Path out, Path err) {
    this.out = out;
    this.err = err;
  }

  /** One whose output goes into files of this folder; of one process at a time. */
  static Jar in(Path folder) {
    return new Jar(folder.resolve("stdout"), folder.resolve("stderr"));
  }

  /**
   * How it is started; the command's arguments are to be added.
   *
   * @param options of Java
   */
  static List<String> command(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", "target/blemore.jar"));
    return command;
  }

  /** Starts it; without a terminal, and with nothing to read. */
  Process start(List<String> arguments) throws IOException {
    List<String> command = command();
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    return process;
  }

  /** What the last process wrote to standard error, so far. */
  String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  /** Runs it to its end. */
  Result run(List<String> arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Result(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), err());
  }
}
