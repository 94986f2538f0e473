package io.github.blemore.gemini;

import java.time.Duration;
import java.util.Optional;

/**
 * Whose turn it is: requests begin at least so far apart, and none while the service asked for a
 * rest. Safe to share between threads.
 */
final class Pacing {

  private static final Duration LONGEST = Duration.ofDays(365);

  private final Timing timing;
  private final long spacing;
  private long nextTurn;
  private long restEnd;

  /**
   * Turns from now on.
   *
   * @param spacing between the beginnings of two requests
   */
  Pacing(Timing timing, Duration spacing) {
    this.timing = timing;
    this.spacing = spacing.toNanos();
    this.nextTurn = timing.nanos();
    this.restEnd = nextTurn;
  }

  /**
   * Takes the next turn.
   *
   * @param most how long the caller would wait for it
   * @return how long to wait for it; empty if that is too long: then no turn was taken
   */
  synchronized Optional<Duration> take(Duration most) {
    long now = timing.nanos();
    long wait = Math.max(0, Math.max(nextTurn - now, restEnd - now));
    if (most.compareTo(Duration.ofNanos(wait)) < 0) {
      return Optional.empty();
    }
    nextTurn = now + wait + spacing;
    return Optional.of(Duration.ofNanos(wait));
  }

  /** No request begins before this time is over. */
  synchronized void rest(Duration wait) {
    long most = Math.min(wait.toSeconds(), LONGEST.toSeconds());
    long end = timing.nanos() + Duration.ofSeconds(most, wait.toNanosPart()).toNanos();
    if (end - restEnd > 0) {
      restEnd = end;
    }
  }

  /** How much of the rest that the service asked for is left. */
  synchronized Duration restLeft() {
    return Duration.ofNanos(Math.max(0, restEnd - timing.nanos()));
  }
}
