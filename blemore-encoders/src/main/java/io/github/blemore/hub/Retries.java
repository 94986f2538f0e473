package io.github.blemore.hub;

import io.github.blemore.InterruptedWorkException;
import io.github.blemore.ModelException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and when one thing is tried again: after twice as long as before, or when the hub says;
 * not for longer than a limit in total. Not safe for several threads.
 */
final class Retries {

  private static final int MAX_ATTEMPTS = 6;
  private static final int MAX_DOUBLINGS = 5;

  private final String what;
  private final Duration first;
  private Duration left;
  private int failures;

  /**
   * Starts counting.
   *
   * @param what is tried, for messages
   * @param first how long to wait after a first failure
   * @param limit of all waiting
   */
  Retries(String what, Duration first, Duration limit) {
    this.what = what;
    this.first = first;
    this.left = limit;
  }

  /** It went on for a while before it failed: failures are counted from here. */
  void progressed() {
    failures = 0;
  }

  /**
   * Waits after a failure.
   *
   * @throws ModelException if it should not be tried again
   * @throws InterruptedWorkException if the thread is interrupted
   */
  void await(IOException failure) {
    failures++;
    Duration wait = wait(failure);
    if (failures >= MAX_ATTEMPTS || wait.compareTo(left) > 0) {
      throw new ModelException(
          "%s failed: %s; gave up after %d attempts (a next one after %s s); what has come is kept, so call again later"
              .formatted(what, reason(failure), failures, wait.toSeconds()),
          failure);
    }
    left = left.minus(wait);
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWorkException(what + " was interrupted", e);
    }
  }

  private Duration wait(IOException failure) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    Optional<Duration> said =
        failure instanceof TemporaryFailure temporary ? temporary.retryAfter() : Optional.empty();
    return said.orElse(doubled);
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
