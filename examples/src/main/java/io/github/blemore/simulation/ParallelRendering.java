package io.github.blemore.simulation;

import io.github.blemore.InterruptedWorkException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Makes clips on several threads, one clip each at a time. */
final class ParallelRendering {

  private final CorpusFolder folder;
  private final int threads;

  ParallelRendering(CorpusFolder folder, int threads) {
    this.folder = folder;
    this.threads = threads;
  }

  /**
   * Makes the clips of these takes. When it returns or throws, no thread works any more, and every
   * clip in the folder is complete.
   *
   * @param afterClip called after each, on the calling thread
   * @throws IOException if one cannot be saved; the others are not begun
   */
  void render(List<Portrayal> takes, Runnable afterClip) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(threads, ParallelRendering::thread);
    try {
      CompletionService<Portrayal> done = new ExecutorCompletionService<>(pool);
      takes.forEach(take -> done.submit(() -> make(take)));
      for (int i = 0; i < takes.size(); i++) {
        done.take().get();
        afterClip.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWorkException(
          "interrupted while clips were made in %s: start it again to go on"
              .formatted(folder.path()),
          e);
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "blemore-simulation");
    thread.setDaemon(true);
    return thread;
  }

  private Portrayal make(Portrayal take) throws IOException {
    folder.write(take.name(), ClipRenderer.render(take));
    return take;
  }

  private static IOException failure(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException exception ? exception : new IOException(cause);
  }

  /** A frame is the longest anything goes on. */
  private static void awaitEnd(ExecutorService pool) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
