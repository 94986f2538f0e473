package io.github.blemore.store;

import io.github.blemore.BlemoreException;
import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.Encoding;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.internal.Sha256;
import io.github.blemore.internal.Workers;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Makes the embeddings that are not there yet, on all cores: each clip is decoded once for all
 * encoders that lack it. A clip that fails does not stop the others.
 *
 * <p>The encoders stay the caller's to close. Safe to share between threads.
 */
public final class Extraction {

  private static final int HASH_DIGITS = 16;

  /**
   * What an extraction did.
   *
   * @param encoded clips that were encoded now by at least one encoder
   * @param kept clips of which everything was there already
   * @param missing encoder id to clip id to the reason why there is no embedding, for all clips
   *     asked for
   * @param failed clip id to what went wrong; tried again by the next extraction
   */
  public record Summary(
      int encoded,
      int kept,
      SortedMap<String, SortedMap<String, String>> missing,
      SortedMap<String, String> failed) {}

  private final EmbeddingFolder folder;
  private final List<Encoder> encoders;
  private final Supplier<MediaReader> readers;
  private final int threads;

  private Extraction(
      EmbeddingFolder folder, List<Encoder> encoders, Supplier<MediaReader> readers, int threads) {
    this.folder = folder;
    this.encoders = encoders;
    this.readers = readers;
    this.threads = threads;
  }

  /**
   * An extraction into a folder, with one thread and one {@link MediaReader#open media reader} per
   * core.
   *
   * @throws IllegalArgumentException if there is no encoder, or two have one id
   */
  public static Extraction of(EmbeddingFolder folder, List<Encoder> encoders) {
    return of(folder, encoders, MediaReader::open, Runtime.getRuntime().availableProcessors());
  }

  static Extraction of(
      EmbeddingFolder folder, List<Encoder> encoders, Supplier<MediaReader> readers, int threads) {
    Set<String> ids = new HashSet<>();
    for (Encoder encoder : encoders) {
      if (!ids.add(encoder.info().id())) {
        throw new IllegalArgumentException(
            "encoder id %s stands twice".formatted(encoder.info().id()));
      }
    }
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("no encoder: must be at least one");
    }
    return new Extraction(folder, List.copyOf(encoders), readers, threads);
  }

  /**
   * Encodes what is missing.
   *
   * @param clips with different ids, which become file names
   * @param afterClip run after each clip, by several threads
   * @throws IllegalArgumentException if two clips have one id, or one's is no file name
   * @throws IOException if an embedding cannot be written; what was written stays
   * @throws io.github.blemore.ModelException if the folder holds embeddings of another form of an
   *     encoder
   * @throws InterruptedWorkException if the thread is interrupted; what was written stays
   */
  public Summary run(List<Clip> clips, Runnable afterClip) throws IOException {
    requireFileNames(clips);
    for (Encoder encoder : encoders) {
      folder.prepare(encoder.info());
    }
    Progress progress = new Progress(clips, afterClip);
    List<Callable<Void>> workers = Collections.nCopies(threads, () -> work(progress));
    Workers.runAll("clips were encoded", threads, IOException.class, workers);
    return progress.summary();
  }

  private static void requireFileNames(List<Clip> clips) {
    Set<String> ids = new HashSet<>();
    for (Clip clip : clips) {
      if (!Path.of(clip.id()).equals(Path.of(clip.id()).getFileName())) {
        throw new IllegalArgumentException(
            "clip id %s: must be a file name, without folders".formatted(clip.id()));
      }
      if (!ids.add(clip.id())) {
        throw new IllegalArgumentException("clip %s stands twice".formatted(clip.id()));
      }
    }
  }

  /** One thread's work: clips until none is left. */
  private Void work(Progress progress) throws IOException {
    try (MediaReader reader = readers.get()) {
      for (Clip clip = progress.waiting.poll();
          clip != null && !Thread.currentThread().isInterrupted();
          clip = progress.waiting.poll()) {
        encode(clip, reader, progress);
        progress.afterClip.run();
      }
    }
    return null;
  }

  private void encode(Clip clip, MediaReader reader, Progress progress) throws IOException {
    List<Encoding> encodings;
    String hash;
    List<Encoder> lacking;
    try {
      hash = hash(clip.path());
      lacking =
          encoders.stream()
              .filter(encoder -> !folder.has(encoder.info().id(), clip.id(), hash))
              .toList();
      encodings = encode(clip, lacking, reader);
    } catch (InterruptedWorkException e) {
      throw e;
    } catch (BlemoreException e) {
      progress.failed(clip, e);
      return;
    }
    for (Encoding encoding : encodings) {
      folder.keep(clip.id(), hash, encoding);
    }
    for (Encoder encoder : encoders) {
      String id = encoder.info().id();
      folder.missingReason(id, clip.id()).ifPresent(reason -> progress.missing(id, clip, reason));
    }
    progress.done(!lacking.isEmpty());
  }

  private static List<Encoding> encode(Clip clip, List<Encoder> lacking, MediaReader reader) {
    if (lacking.isEmpty()) {
      return List.of();
    }
    List<ClipMedia> views =
        reader.read(clip, lacking.stream().map(encoder -> encoder.info().needs()).toList());
    List<Encoding> encodings = new ArrayList<>();
    for (int i = 0; i < lacking.size(); i++) {
      encodings.addAll(lacking.get(i).encode(List.of(views.get(i))));
    }
    return encodings;
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file).substring(0, HASH_DIGITS);
    } catch (IOException e) {
      throw new MediaException("clip %s cannot be read: %s".formatted(file, e), e);
    }
  }

  /** What is left, and what came of the rest. */
  private static final class Progress {

    private final Queue<Clip> waiting;
    private final Runnable afterClip;
    private final SortedMap<String, SortedMap<String, String>> missing = new TreeMap<>();
    private final SortedMap<String, String> failed = new TreeMap<>();
    private int encoded;
    private int kept;

    private Progress(List<Clip> clips, Runnable afterClip) {
      waiting = new ConcurrentLinkedQueue<>(clips);
      this.afterClip = afterClip;
    }

    private synchronized void done(boolean worked) {
      encoded += worked ? 1 : 0;
      kept += worked ? 0 : 1;
    }

    private synchronized void missing(String encoderId, Clip clip, String reason) {
      missing.computeIfAbsent(encoderId, id -> new TreeMap<>()).put(clip.id(), reason);
    }

    private synchronized void failed(Clip clip, Exception failure) {
      failed.put(clip.id(), String.valueOf(failure.getMessage()));
    }

    private synchronized Summary summary() {
      SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
      for (Map.Entry<String, SortedMap<String, String>> entry : missing.entrySet()) {
        copy.put(entry.getKey(), new TreeMap<>(entry.getValue()));
      }
      return new Summary(encoded, kept, copy, new TreeMap<>(failed));
    }
  }
}
