package io.github.blemore.bench;

import io.github.blemore.InterruptedWorkException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A training in a thread of its own, which goes on by one epoch each time it is asked to. */
final class TrainingByEpoch {

  private final Semaphore wanted = new Semaphore(0);
  private final Semaphore done = new Semaphore(0);
  private final Thread thread;
  private volatile boolean goOn = true;

  /**
   * Starts a training and waits for its first epoch.
   *
   * @param training what trains until it is told to end: given what to call after each epoch, which
   *     says whether to go on
   */
  TrainingByEpoch(Consumer<BooleanSupplier> training) {
    thread =
        new Thread(
            () -> {
              try {
                training.accept(this::goOnAfterEpoch);
              } catch (InterruptedWorkException e) {
                done.release();
              }
            });
    thread.start();
    done.acquireUninterruptibly();
  }

  private boolean goOnAfterEpoch() {
    done.release();
    wanted.acquireUninterruptibly();
    return goOn;
  }

  /** Returns when the next epoch is over. */
  void epoch() {
    wanted.release();
    done.acquireUninterruptibly();
  }

  /** Returns when the training is over. */
  void end() throws InterruptedException {
    goOn = false;
    wanted.release();
    thread.join();
  }
}
