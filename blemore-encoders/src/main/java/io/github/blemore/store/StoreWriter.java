package io.github.blemore.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread that writes what others made, many rows in one transaction when they come fast.
 * Closing it writes what is waiting. Safe to share between threads.
 */
final class StoreWriter implements AutoCloseable {

  private static final int WAITING = 64;
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final EmbeddingStore store;
  private final BlockingQueue<Row> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable IOException failure;

  StoreWriter(EmbeddingStore store) {
    this.store = store;
    this.thread = new Thread(this::work, "blemore: embeddings are written");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Hands over a row, waiting for room, even if the thread is interrupted: what was made is kept.
   *
   * @throws IOException if an earlier row could not be written
   */
  void add(Row row) throws IOException {
    boolean interrupted = false;
    try {
      boolean added = false;
      while (!added) {
        requireWorking();
        try {
          added = waiting.offer(row, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work() {
    try {
      while (!closing || !waiting.isEmpty()) {
        Row first = waiting.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Row> rows = new ArrayList<>(List.of(first));
          waiting.drainTo(rows);
          store.write(rows);
        }
      }
    } catch (IOException e) {
      failure = e;
    } catch (Throwable e) {
      // Whatever ends this thread must reach those who wait for it.
      failure = new IOException("embeddings cannot be written: " + e, e);
    }
  }

  /**
   * Waits until all is written.
   *
   * @throws IOException if it could not be
   */
  void finish() throws IOException {
    close();
    requireWorking();
  }

  /**
   * Does nothing while rows can be written.
   *
   * @throws IOException if one could not be
   */
  void requireWorking() throws IOException {
    IOException problem = failure;
    if (problem != null) {
      throw new IOException(problem.getMessage(), problem);
    }
  }

  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
