package io.github.blemore.spark;

import io.github.blemore.Clip;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The encoders of this JVM and the reader that decodes for them: made by the first task that asks,
 * shared by all, closed when the JVM ends. Weights are too large to travel with each task.
 *
 * <p>Safe to share between threads.
 */
final class ExecutorEncoders {

  private static final Map<List<String>, ExecutorEncoders> OPEN = new HashMap<>();

  private final List<SharedEncoder> encoders = new ArrayList<>();
  private final MediaReader reader = MediaReader.open();

  /**
   * Those of this JVM.
   *
   * @throws ModelException if one cannot be loaded; the next task tries again
   */
  static ExecutorEncoders of(List<String> specs, EncoderOpener opener) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(specs, words -> open(words, opener));
    }
  }

  private static ExecutorEncoders open(List<String> specs, EncoderOpener opener) {
    ExecutorEncoders opened = new ExecutorEncoders();
    try {
      for (String spec : specs) {
        opened.encoders.add(new SharedEncoder(opener.open(spec)));
      }
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "close-encoders"));
    return opened;
  }

  List<SharedEncoder> encoders() {
    return List.copyOf(encoders);
  }

  /**
   * Decodes a clip once and gives a row for each encoder, in their order. What is wrong with the
   * clip is in the rows.
   *
   * @param id of the clip
   * @param path of its file
   * @throws ModelException if this installation is broken
   * @throws InterruptedWorkException if the thread is interrupted
   */
  List<Row> encode(@Nullable String id, @Nullable String path) {
    Optional<String> sha256 = Optional.empty();
    try {
      Clip clip = clip(id, path);
      sha256 = Optional.of(ClipHash.sha256(clip.path()));
      return encode(clip, sha256.get());
    } catch (InterruptedWorkException | ModelException e) {
      throw e;
    } catch (RuntimeException e) {
      String hash = sha256.orElse(null);
      return encoders.stream().map(encoder -> encoder.failed(id, hash, e)).toList();
    }
  }

  private static Clip clip(@Nullable String id, @Nullable String path) {
    if (id == null || path == null) {
      throw new IllegalArgumentException(
          "clip %s, path %s: the table must say both".formatted(id, path));
    }
    return new Clip(id, Path.of(path), Optional.empty());
  }

  private List<Row> encode(Clip clip, String sha256) {
    List<SharedEncoder> working =
        encoders.stream().filter(encoder -> !encoder.isStopped()).toList();
    Iterator<ClipMedia> views = read(clip, working).iterator();
    List<Row> rows = new ArrayList<>();
    for (SharedEncoder encoder : encoders) {
      rows.add(
          working.contains(encoder)
              ? encoder.encode(sha256, views.next())
              : encoder.stopped(clip.id(), sha256));
    }
    return rows;
  }

  private List<ClipMedia> read(Clip clip, List<SharedEncoder> working) {
    return working.isEmpty()
        ? List.of()
        : reader.read(clip, working.stream().map(SharedEncoder::needs).toList());
  }

  private void close() {
    encoders.forEach(SharedEncoder::close);
    reader.close();
  }
}
