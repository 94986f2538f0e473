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

  /** Of the worker's thread alone. */
  private @Nullable Throwable failure;

  /** No shot: the last one was given. */
  private record Job(@Nullable Shot shot) {}

  /** Starts. */
  FrameWorker(Consumer<Shot> work) {
    this.work = work;
    Thread thread = new Thread(this::run, "blemore-frames");
    thread.setDaemon(true);
    thread.start();
  }

  /** Closes every shot and gives its room back, whatever happens: the reader waits for that. */
  private void run() {
    for (Shot shot = take(); shot != null; shot = take()) {
      try (Shot closing = shot) {
        if (!abandoned) {
          work.accept(closing);
        }
      } catch (RuntimeException | Error e) {
        fail(e);
      }
      room.release();
    }
    if (failure == null) {
      end.complete(null);
    } else {
      end.completeExceptionally(failure);
    }
  }

  /** The next shot; null after the last. */
  private @Nullable Shot take() {
    while (true) {
      try {
        return queue.take().shot();
      } catch (InterruptedException e) {
        // Nobody else knows this thread: its work did this. The flag is cleared now.
        fail(
            new IllegalStateException(
                "thread of the frame worker was interrupted:"
                    + " a face detector must not set the interrupt flag of the thread it runs on",
                e));
      }
    }
  }

  private void fail(Throwable e) {
    if (failure == null) {
      failure = e;
    }
    abandoned = true;
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
      throw new IllegalStateException("frame worker failed", e.getCause());
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
