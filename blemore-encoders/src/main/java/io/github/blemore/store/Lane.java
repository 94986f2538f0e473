package io.github.blemore.store;

import io.github.blemore.BlemoreException;
import io.github.blemore.Clip;
import io.github.blemore.Encoder;
import io.github.blemore.EncoderForm;
import io.github.blemore.EncoderStoppedException;
import io.github.blemore.Encoding;
import io.github.blemore.InterruptedWorkException;
import io.github.blemore.MediaException;
import io.github.blemore.media.ClipMedia;
import io.github.blemore.media.MediaReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encoders that share the decoding of each clip, with threads that decode and threads that encode.
 * At most as many decoded clips wait between them as there are threads that encode.
 */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final long LOOK_AGAIN_MILLIS = 50;

  /** One encoder and its form. */
  private record Task(Encoder encoder, EncoderForm form) {

    private String id() {
      return form.id();
    }
  }

  /** A clip and what is to be made of it. */
  private record Planned(Clip clip, String sha256, List<Task> tasks) {}

  /** The same, with a view for each task. */
  private record Decoded(Planned planned, List<ClipMedia> views) {}

  private final Extraction.Work work;
  private final List<Task> tasks;
  private final Supplier<MediaReader> readers;
  private final int decoders;
  private final int encoders;
  private final Queue<Clip> waiting;

  /** Clips of which another process, or another id of the same clip, is making something. */
  private final Queue<Planned> deferred = new ConcurrentLinkedQueue<>();

  private final BlockingQueue<Decoded> decoded;
  private final AtomicInteger decoding;
  private final Map<String, Set<EncoderForm>> claims = new ConcurrentHashMap<>();

  Lane(
      Extraction.Work work,
      List<Clip> clips,
      List<Encoder> encoders,
      Supplier<MediaReader> readers,
      int decodingThreads,
      int encodingThreads) {
    this.work = work;
    this.tasks =
        encoders.stream()
            .map(encoder -> new Task(encoder, EncoderForm.of(encoder.info())))
            .toList();
    this.readers = readers;
    this.decoders = decodingThreads;
    this.encoders = encodingThreads;
    this.waiting = new ConcurrentLinkedQueue<>(clips);
    this.decoded = new ArrayBlockingQueue<>(encodingThreads);
    this.decoding = new AtomicInteger(decodingThreads);
  }

  /** What its threads do; they end when every clip has been answered for. */
  List<Callable<Void>> tasks() {
    List<Callable<Void>> all = new ArrayList<>();
    all.addAll(Collections.nCopies(decoders, this::decodeAll));
    all.addAll(Collections.nCopies(encoders, this::encodeAll));
    return all;
  }

  /** What it claimed, written since or not: SHA-256 of a clip to forms. */
  Map<String, Set<EncoderForm>> claims() {
    return claims;
  }

  private @Nullable Void decodeAll() throws IOException, InterruptedException {
    try (MediaReader reader = readers.get()) {
      for (Clip clip = waiting.poll(); clip != null; clip = waiting.poll()) {
        requireNotInterrupted();
        start(clip, reader);
      }
      for (Planned rest = deferred.poll(); rest != null; rest = deferred.poll()) {
        work.writer().requireWorking();
        if (!proceed(rest, reader)) {
          TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
      }
    } finally {
      decoding.decrementAndGet();
    }
    return null;
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void start(Clip clip, MediaReader reader) throws IOException, InterruptedException {
    String sha256;
    try {
      sha256 = work.hashes().of(clip.path());
    } catch (MediaException e) {
      for (Task task : tasks) {
        fail(clip, Optional.empty(), task, e);
      }
      return;
    }
    work.store().remember(clip, sha256);
    proceed(new Planned(clip, sha256, tasks), reader);
  }

  /**
   * Decodes the clip for those encoders that lack it and that nobody else serves.
   *
   * @return whether nothing of it is left for later
   */
  private boolean proceed(Planned planned, MediaReader reader)
      throws IOException, InterruptedException {
    List<Task> open = new ArrayList<>();
    for (Task task : planned.tasks()) {
      if (!isAnswered(task, planned)) {
        open.add(task);
      }
    }
    if (open.isEmpty()) {
      return true;
    }
    Set<EncoderForm> claimed = claim(open, planned.sha256());
    List<Task> now = open.stream().filter(task -> claimed.contains(task.form())).toList();
    List<Task> later = open.stream().filter(task -> !claimed.contains(task.form())).toList();
    if (!later.isEmpty()) {
      deferred.add(new Planned(planned.clip(), planned.sha256(), later));
    }
    if (!now.isEmpty()) {
      decode(new Planned(planned.clip(), planned.sha256(), now), reader);
    }
    return later.isEmpty();
  }

  private boolean isAnswered(Task task, Planned planned) {
    Clip clip = planned.clip();
    Optional<EmbeddingStore.Kept> kept = work.store().kept(task.form(), planned.sha256());
    if (kept.isPresent()) {
      work.tally().kept(task.id(), clip, kept.get().missing());
      return true;
    }
    if (work.tally().isStopped(task.id())) {
      work.tally().left(task.id(), clip);
      return true;
    }
    Optional<String> failure =
        work.retryFailed()
            ? Optional.empty()
            : work.store().failure(task.form(), clip.id(), planned.sha256());
    failure.ifPresent(error -> work.tally().failed(task.id(), clip, error));
    return failure.isPresent();
  }

  private Set<EncoderForm> claim(List<Task> open, String clipSha256) throws IOException {
    Set<EncoderForm> claimed =
        work.store().claimAll(open.stream().map(Task::form).toList(), clipSha256);
    claims.merge(
        clipSha256,
        claimed,
        (earlier, more) -> {
          Set<EncoderForm> all = new HashSet<>(earlier);
          all.addAll(more);
          return all;
        });
    return claimed;
  }

  private void decode(Planned planned, MediaReader reader)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<ClipMedia> views;
    try {
      views =
          reader.read(
              planned.clip(),
              planned.tasks().stream().map(task -> task.encoder().info().needs()).toList());
    } catch (InterruptedWorkException e) {
      throw e;
    } catch (RuntimeException e) {
      for (Task task : planned.tasks()) {
        fail(planned.clip(), Optional.of(planned.sha256()), task, e);
      }
      return;
    } finally {
      work.tally().decoded(System.nanoTime() - start);
    }
    decoded.put(new Decoded(planned, views));
  }

  private @Nullable Void encodeAll() throws IOException, InterruptedException {
    while (decoding.get() > 0 || !decoded.isEmpty()) {
      Decoded next = decoded.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      if (next != null) {
        Planned planned = next.planned();
        for (int i = 0; i < planned.tasks().size(); i++) {
          encode(planned, planned.tasks().get(i), next.views().get(i));
        }
      }
    }
    return null;
  }

  private void encode(Planned planned, Task task, ClipMedia view) throws IOException {
    Clip clip = planned.clip();
    if (work.tally().isStopped(task.id())) {
      leave(planned, task);
      return;
    }
    Row.Encoded row;
    long start = System.nanoTime();
    try {
      Encoding encoding = task.encoder().encode(List.of(view)).get(0);
      row =
          new Row.Encoded(
              clip, planned.sha256(), task.form(), encoding, task.encoder().info().computesOn());
    } catch (InterruptedWorkException e) {
      throw e;
    } catch (EncoderStoppedException e) {
      work.tally().stopped(task.id(), String.valueOf(e.getMessage()));
      leave(planned, task);
      return;
    } catch (RuntimeException e) {
      fail(clip, Optional.of(planned.sha256()), task, e);
      return;
    } finally {
      work.tally().encoded(task.id(), System.nanoTime() - start);
    }
    work.writer().add(row);
    work.tally().made(task.id(), clip, row.encoding());
    LOG.debug("{} encoded {}", task.id(), clip.id());
  }

  private void leave(Planned planned, Task task) throws IOException {
    work.store().release(task.form(), planned.sha256());
    work.tally().left(task.id(), planned.clip());
  }

  private void fail(Clip clip, Optional<String> sha256, Task task, RuntimeException problem)
      throws IOException {
    String message = String.valueOf(problem.getMessage());
    String error =
        problem instanceof BlemoreException && !message.isBlank() ? message : problem.toString();
    work.writer().add(new Row.Failed(clip, sha256, task.form(), error));
    work.tally().failed(task.id(), clip, error);
  }
}
