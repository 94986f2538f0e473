package io.github.blemore.gemini;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** The clocks, the waiting and the chance that requests depend on. */
interface Timing {

  /** Those of this machine. */
  Timing SYSTEM =
      new Timing() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration wait) throws InterruptedException {
          Thread.sleep(wait.toMillis(), wait.toNanosPart() % 1_000_000);
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /** A clock that only goes forward. */
  long nanos();

  /** The time of day, for dates that the service names. */
  Instant now();

  /** Waits. */
  void sleep(Duration wait) throws InterruptedException;

  /** Evenly from 0 to below 1. */
  double random();
}
