package io.github.blemore.internal;

import io.github.blemore.InterruptedWorkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Work done by several threads, of which nothing runs any more when the call is over. */
public final class Workers {

  private Workers() {}

  /** {@link #runAll(String, int, Class, List, Runnable)} with nothing to do after a task. */
  public static <T, E extends Exception> List<T> runAll(
      String what, int threads, Class<E> checked, List<? extends Callable<T>> tasks) throws E {
    return runAll(what, threads, checked, tasks, () -> {});
  }

  /**
   * Runs all tasks; the first that fails, in time, interrupts the others.
   *
   * @param what is done, for messages and thread names, such as {@code clips were encoded}
   * @param threads how many tasks run at the same time
   * @param afterTask called after each task, on the calling thread
   * @return the results, in the tasks' order
   * @throws E the first checked exception a task throws, if it is of that type
   * @throws InterruptedWorkException if the thread is interrupted
   */
  public static <T, E extends Exception> List<T> runAll(
      String what,
      int threads,
      Class<E> checked,
      List<? extends Callable<T>> tasks,
      Runnable afterTask)
      throws E {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "blemore: " + what);
              thread.setDaemon(true);
              return thread;
            });
    try {
      CompletionService<T> running = new ExecutorCompletionService<>(pool);
      List<Future<T>> inOrder = new ArrayList<>();
      tasks.forEach(task -> inOrder.add(running.submit(task)));
      for (int i = 0; i < inOrder.size(); i++) {
        running.take().get();
        afterTask.run();
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : inOrder) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWorkException("interrupted while " + what, e);
    } catch (ExecutionException e) {
      throw unwrapped(e, checked);
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  private static <E extends Exception> E unwrapped(ExecutionException failure, Class<E> checked)
      throws E {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    if (checked.isInstance(cause)) {
      return checked.cast(cause);
    }
    throw new IllegalStateException("unexpected checked exception", failure);
  }

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
