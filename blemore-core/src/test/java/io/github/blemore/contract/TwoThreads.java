package io.github.blemore.contract;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs one piece of work twice at the same time. */
final class TwoThreads {

  private TwoThreads() {}

  static <T> List<T> call(Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<T>> results = threads.invokeAll(List.of(work, work));
      return List.of(results.get(0).get(), results.get(1).get());
    } finally {
      threads.shutdownNow();
    }
  }
}
