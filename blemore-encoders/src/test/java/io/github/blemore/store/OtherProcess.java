package io.github.blemore.store;

import static io.github.blemore.store.TestRows.form;
import static io.github.blemore.store.TestRows.row;
import static io.github.blemore.store.TestRows.sha;

import io.github.blemore.EncoderForm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process of its own that works on a store: what {@link TwoProcessesTest} starts. */
final class OtherProcess implements AutoCloseable {

  /** What it says when it has opened the store. */
  static final String READY = "ready";

  private final Process process;
  private final BufferedReader lines;

  private OtherProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one that claims and writes so many clips. */
  static OtherProcess writing(Path store, int clips) throws IOException {
    return start("write", store, clips);
  }

  /** Starts one that claims {@code clip0} and then waits to be killed. */
  static OtherProcess claiming(Path store) throws IOException {
    return start("claim", store, 1);
  }

  private static OtherProcess start(String task, Path store, int clips) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                task,
                store.toString(),
                Integer.toString(clips))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new OtherProcess(process);
  }

  /** The next thing it says; null when it has ended. */
  @Nullable String line() throws IOException {
    return lines.readLine();
  }

  /** What it says until it ends. */
  List<String> remainingLines() throws IOException {
    List<String> remaining = new ArrayList<>();
    for (String line = line(); line != null; line = line()) {
      remaining.add(line);
    }
    return remaining;
  }

  /** Kills it as {@code kill -9} does; what it said can still be read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  int exit() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Says each clip once its row is written. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(Path.of(arguments[1]))) {
      System.out.println(READY);
      EncoderForm faces = form("faces");
      for (int c = 0; c < Integer.parseInt(arguments[2]); c++) {
        if (!store.claim(faces, sha("clip" + c))) {
          continue;
        }
        if (arguments[0].equals("claim")) {
          System.out.println("claimed");
          // Until it is killed: nobody writes to this process.
          System.in.read();
        }
        store.write(List.of(row(faces, "clip" + c)));
        System.out.println("clip" + c);
      }
    }
  }
}
