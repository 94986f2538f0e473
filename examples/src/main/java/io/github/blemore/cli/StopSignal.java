package io.github.blemore.cli;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What Ctrl-C does to long work: it is interrupted, and may put its things in order. */
final class StopSignal {

  private static final int PATIENCE_SECONDS = 30;

  /** Work that ends early when its thread is interrupted. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  private StopSignal() {}

  /** Does the work; if the process is asked to end, it waits until the work has. */
  static <T> T interrupts(Work<T> work) throws IOException {
    Thread worker = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              await(ended);
            },
            "blemore: stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.run();
    } finally {
      ended.countDown();
      remove(hook);
    }
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Unless the process is ending, which is then the hook's doing. */
  private static boolean remove(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
