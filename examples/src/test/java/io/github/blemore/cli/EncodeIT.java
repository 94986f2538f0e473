package io.github.blemore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.blemore.madeup.MadeUpCheckpoint;
import io.github.blemore.madeup.MadeUpFamily;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code encode} in processes of its own. Killed at random moments and started again, it makes what
 * an undisturbed run makes, and nothing twice; {@code -Dblemore.kills=} and {@code
 * -Dblemore.kill.seed=} choose others.
 */
class EncodeIT {

  private static final int KILLS = Integer.getInteger("blemore.kills", 20);
  private static final long SEED = Long.getLong("blemore.kill.seed", 1);
  private static final int CLIPS = 300;
  private static final int ENCODERS = 2;
  private static final int MORE_ROWS_PER_KILL = 2 * CLIPS * ENCODERS / (KILLS + 1) - 1;

  @TempDir private Path folder;

  @Test
  void killedAnywhereItEndsAsIfItHadNotBeen() throws Exception {
    Path clips = clips(CLIPS);
    Path checkpoint = MadeUpCheckpoint.of(MadeUpFamily.WAV2VEC2).write(folder.resolve("w2v"));
    Path undisturbed = folder.resolve("undisturbed.sqlite");
    Path killed = folder.resolve("killed.sqlite");
    assertThat(start(clips, checkpoint, undisturbed).waitFor()).as(errors()).isZero();

    Random random = new Random(SEED);
    Map<String, ByteBuffer> before = Map.of();
    int wanted = 0;
    int killsAtWork = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      wanted += random.nextInt(MORE_ROWS_PER_KILL);
      Process process = start(clips, checkpoint, killed);
      awaitRows(killed, wanted, process);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
      killsAtWork += process.isAlive() ? 1 : 0;
      process.destroyForcibly().waitFor();
      Map<String, ByteBuffer> after = rows(killed);
      assertThat(after).as("rows after kill %d", kill).containsAllEntriesOf(before);
      assertThat(encoded()).as("encoded before kill %d", kill).noneMatch(before::containsKey);
      before = after;
    }
    assertThat(killsAtWork).isGreaterThan(KILLS / 2);
    assertThat(start(clips, checkpoint, killed).waitFor()).as(errors()).isZero();

    assertThat(encoded()).hasSize(CLIPS * ENCODERS - before.size());
    assertThat(encoded()).noneMatch(before::containsKey);
    assertThat(rows(killed)).isEqualTo(rows(undisturbed)).hasSize(CLIPS * ENCODERS);
  }

  @Test
  void twoProcessesShareTheWork() throws Exception {
    Path clips = clips(60);
    Path checkpoint = MadeUpCheckpoint.of(MadeUpFamily.WAV2VEC2).write(folder.resolve("w2v"));
    Path store = folder.resolve("shared.sqlite");
    Process first = start(clips, checkpoint, store, "first");
    Process second = start(clips, checkpoint, store, "second");
    assertThat(first.waitFor()).as(errors("first")).isZero();
    assertThat(second.waitFor()).as(errors("second")).isZero();
    List<String> all = new ArrayList<>(encoded("first"));
    all.addAll(encoded("second"));
    assertThat(all).doesNotHaveDuplicates().hasSize(60 * ENCODERS);
    assertThat(rows(store)).hasSize(60 * ENCODERS);
  }

  @Test
  void askedToEndItWritesWhatItHasAndClaimsNothing() throws Exception {
    Path clips = clips(120);
    Path checkpoint = MadeUpCheckpoint.of(MadeUpFamily.WAV2VEC2).write(folder.resolve("w2v"));
    Path store = folder.resolve("stopped.sqlite");
    Process process = start(clips, checkpoint, store, "stopped");
    awaitRows(store, 10, process);
    process.destroy();
    assertThat(process.waitFor()).isNotZero();
    assertThat(rows(store).keySet())
        .hasSizeLessThan(120 * ENCODERS)
        .containsAll(encoded("stopped"));
    assertThat(claims(store)).isZero();
  }

  /** Simulated ones, each with as many different ends as it takes. */
  private Path clips(int count) throws IOException {
    Path corpus = folder.resolve("corpus");
    CommandRun made =
        CommandRun.of(
            "simulate", "--out", corpus.toString(), "--actors", "5", "--clips-per-actor", "4");
    assertThat(made.exit()).as(made.err()).isZero();
    Path clips = Files.createDirectory(folder.resolve("clips"));
    List<Path> originals;
    try (Stream<Path> files = Files.list(corpus)) {
      originals = files.filter(file -> file.toString().endsWith(".mov")).sorted().toList();
    }
    for (int i = 0; i < count; i++) {
      byte[] movie = Files.readAllBytes(originals.get(i % originals.size()));
      byte[] longer = Arrays.copyOf(movie, movie.length + 12);
      ByteBuffer.wrap(longer, movie.length, 12)
          .putInt(12)
          .put("free".getBytes(StandardCharsets.US_ASCII))
          .putInt(i);
      Files.write(clips.resolve("clip%03d.mov".formatted(i)), longer);
    }
    return clips;
  }

  private Process start(Path clips, Path checkpoint, Path store) throws IOException {
    return start(clips, checkpoint, store, "one");
  }

  private Process start(Path clips, Path checkpoint, Path store, String name) throws IOException {
    List<String> command =
        Jar.command("-Dorg.slf4j.simpleLogger.log.io.github.blemore.store=debug");
    command.addAll(List.of("encode", "--clips", clips.toString(), "--store", store.toString()));
    command.addAll(List.of("--encoder", "acoustic", "--encoder", "wav2vec2:" + checkpoint));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve(name + ".out").toFile())
        .redirectError(folder.resolve(name + ".err").toFile())
        .start();
  }

  private String errors() throws IOException {
    return errors("one");
  }

  private String errors(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".err"));
  }

  /** What the last process said it encoded. */
  private List<String> encoded() throws IOException {
    return encoded("one");
  }

  private List<String> encoded(String name) throws IOException {
    Pattern line = Pattern.compile("(\\S+) encoded (clip\\d+)");
    return line.matcher(errors(name))
        .results()
        .map(found -> found.group(1) + " " + found.group(2))
        .toList();
  }

  private static void awaitRows(Path store, int wanted, Process process) throws Exception {
    while (process.isAlive() && rows(store).size() < wanted) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Encoder and clip to the bytes of the embedding. */
  private static Map<String, ByteBuffer> rows(Path store) throws SQLException {
    Map<String, ByteBuffer> rows = new TreeMap<>();
    if (!Files.exists(store)) {
      return rows;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=30000");
      if (!hasTables(statement)) {
        return rows;
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT encoder || ' ' || clip, vectors FROM encoding JOIN encoder_form ON form = encoder_form.id")) {
        while (row.next()) {
          ByteBuffer twice = rows.put(row.getString(1), ByteBuffer.wrap(row.getBytes(2)));
          assertThat(twice).as(row.getString(1)).isNull();
        }
      }
    }
    return rows;
  }

  private static int claims(Path store) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM claim")) {
      return count.getInt(1);
    }
  }

  private static boolean hasTables(Statement statement) throws SQLException {
    try (ResultSet tables =
        statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'encoding'")) {
      return tables.next();
    }
  }
}
