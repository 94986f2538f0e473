package io.github.blemore.libav;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works on chosen frames beside the decoding. A full queue holds the decoding up, so that memory
 * stays the same however long the clip is. Used by one thread.
 */
final class FrameWorker implements AutoCloseable {

  private static final int WAITING = 3;

  private final Consumer<Shot> work;
  private final Semaphore room = new Semaphore(WAITING);
  private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private volatile boolean abandoned;

  /** No shot: the last one was given. */
  private record Job(@Nullable Shot shot) {}

  /** Starts. */
  FrameWorker(Consumer<Shot> work) {
    this.work = work;
    Thread thread = new Thread(this::run, "blemore-frames");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Throwable failure = null;
    try {
      for (Shot shot = queue.take().shot(); shot != null; shot = queue.take().shot()) {
        try (Shot closing = shot) {
          if (failure == null && !abandoned) {
            work.accept(closing);
          }
        } catch (RuntimeException | Error e) {
          failure = e;
          abandoned = true;
        }
        room.release();
      }
    } catch (InterruptedException e) {
      // Nobody else knows this thread.
      failure = e;
    }
    if (failure == null) {
      end.complete(null);
    } else {
      end.completeExceptionally(failure);
    }
  }

  /**
   * Gives a shot away, to be worked on and closed. What goes wrong with it is thrown by {@link
   * #finish}.
   *
   * @throws io.github.blemore.InterruptedWorkException if interrupted while waiting for room
   */
  void submit(Shot shot) {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      shot.close();
      throw Interruption.caught(e);
    }
    queue.add(new Job(shot));
  }

  /** Whether work has failed: {@link #finish} would throw. */
  boolean failed() {
    return abandoned;
  }

  /**
   * Waits until all is done.
   *
   * @throws io.github.blemore.InterruptedWorkException if interrupted
   */
  void finish() {
    queue.add(new Job(null));
    try {
      end.get();
    } catch (InterruptedException e) {
      throw Interruption.caught(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException("frame worker was stopped from outside", e.getCause());
    }
  }

  /** Drops what is not done yet and waits for the thread's end, interrupted or not. */
  @Override
  public void close() {
    abandoned = true;
    queue.add(new Job(null));
    end.exceptionally(failure -> null).join();
  }
}
