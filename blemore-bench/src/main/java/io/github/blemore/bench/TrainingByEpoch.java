package io.github.blemore.bench;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.head.HeadTraining;
import io.github.blemore.head.TrainingSet;
import java.util.concurrent.Semaphore;

/** A training in a thread of its own, which goes on by one epoch each time it is asked to. */
final class TrainingByEpoch {

  private final Semaphore wanted = new Semaphore(0);
  private final Semaphore done = new Semaphore(0);
  private final Thread thread;
  private volatile boolean goOn = true;

  TrainingByEpoch(HeadTraining.Builder options, TrainingSet clips) {
    HeadTraining training =
        options
            .listener(
                epoch -> {
                  done.release();
                  wanted.acquireUninterruptibly();
                  return goOn;
                })
            .build();
    thread =
        new Thread(
            () -> {
              try {
                training.fit(clips, Integer.MAX_VALUE);
              } catch (InterruptedWorkException e) {
                done.release();
              }
            });
    thread.start();
    done.acquireUninterruptibly();
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
